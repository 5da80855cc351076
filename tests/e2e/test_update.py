"""Updates of real projects, which are imported to try them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands.releases import CHANGED, FILES, SETTINGS, next_release
from vandalised.vandal import Files

from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.commands import own as own_module
from fastapi_backend_builder.commands import update as update_module
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.plan import Change, Plan, fold
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.template import template_files

pytestmark = pytest.mark.e2e
Run = Callable[..., Any]


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The next version, whose pages are smaller."""
    files = next_release(template_files())
    path = "kit/schemas/common.py"
    files[path] = files[path].replace(b"MAX_PAGE_SIZE = 100", b"MAX_PAGE_SIZE = 50")
    for module in (update_module, own_module):
        monkeypatch.setattr(module, "template_files", lambda: files)
    return files


def test_what_becomes_of_the_api_is_told(
    run: Run, project: Path, released: dict[str, bytes]
) -> None:
    main = project / "app/main.py"
    main.write_text(main.read_text().replace("\napp = ", "\nbackend = "))
    (project / "app/services/broken.py").write_text("class (\n")

    result = run("update", "-C", project)

    assert result.exit_code == ExitCode.OK, result.stderr
    lists = ("account/sessions", "api-keys", "users")
    changed = ", ".join(f"GET /api/v1/{path}" for path in lists)
    assert f"note: changed operations: {changed}\n" in result.stderr
    assert (project / FILES).read_bytes() == released[FILES]


def test_nothing_is_written_when_the_outcome_does_not_import(
    run: Run, project: Path, released: dict[str, bytes]
) -> None:
    released[SETTINGS] += b"from kit.nothing import at_all\n"
    before = Files.of(project)

    result = run("update", "-C", project)

    assert result.exit_code == ExitCode.FAILED
    assert f"{SETTINGS}:" in result.stderr
    assert "ModuleNotFoundError: No module named 'kit.nothing'" in result.stderr
    assert "nothing was changed" in result.stderr
    assert Files.of(project) == before


def test_a_project_that_does_not_import_is_updated_without_a_trial(
    run: Run, project: Path, released: dict[str, bytes]
) -> None:
    (project / "app/main.py").write_text("class (\n")

    result = run("update", "-C", project)

    assert result.exit_code == ExitCode.OK
    assert "because the project cannot be imported as it is: SyntaxError" in result.stderr
    assert (project / FILES).read_bytes() == released[FILES]


@pytest.mark.usefixtures("released")
def test_an_owned_module_keeps_to_the_rules_of_import(run: Run, project: Path) -> None:
    assert run("own", CHANGED, "-C", project).exit_code == ExitCode.OK

    result = run("update", "-C", project)

    assert result.exit_code == ExitCode.OK, result.stderr
    check(project)


def test_every_module_of_the_kit_can_be_owned(project: Path) -> None:
    template, found = template_files(), Project.find(project)
    changes: list[Change] = []
    for path in [path for path in template if path.startswith("kit/") and path.endswith(".py")]:
        changes += own_module.own(found.after(changes), path, template, "fbb own").changes

    write(Plan("fbb own", fold(changes)), project)

    check(project)
    imported = "import app.main, kit.testing; app.main.app.openapi()"
    subprocess.run([sys.executable, "-c", imported], cwd=project, check=True, capture_output=True)


def check(project: Path) -> None:
    for tool, *arguments in (["lint-imports"], ["ruff", "check"], ["ruff", "format", "--check"]):
        command = [Path(sys.executable).with_name(tool), *arguments]
        subprocess.run(command, cwd=project, check=True, capture_output=True)
