"""Commands that run on one project at the same time."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.apply.journal import opened
from fastapi_backend_builder.commands import add_resource
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project

Run = Callable[..., Any]

PUBLIC = ",".join(f"{each}=public" for each in ("list", "get", "create", "update", "delete"))


@pytest.fixture
def late(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `fbb add resource`, with another one done between its reading and its writing."""
    plan = add_resource.add_resources

    def run_late(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Any:
        def planned(*arguments: Any) -> Any:
            found = plan(*arguments)
            monkeypatch.setattr(add_resource, "add_resources", plan)
            assert run("add", "resource", *theirs, "-C", project).exit_code == ExitCode.OK
            return found

        monkeypatch.setattr(add_resource, "add_resources", planned)
        return run("add", "resource", *ours, "-C", project)

    return run_late


@pytest.mark.parametrize("words", [(), ("--roles", PUBLIC)], ids=["same file", "no file shared"])
def test_who_is_late_is_told_to_run_it_again(
    late: Run, run: Run, project: Path, words: tuple[str, ...]
) -> None:
    result = late(("Book", "title:str"), ("Order", "title:str", *words))

    assert result.exit_code == ExitCode.CONFLICT
    assert "run it again" in result.stderr
    assert not (project / "app/models/book.py").exists()
    assert run("add", "resource", "Book", "title:str", "-C", project).exit_code == ExitCode.OK
    assert Project.find(project).migration_head()


def test_while_another_command_works_one_is_told_to_run_it_again(add: Run, project: Path) -> None:
    with opened(project):
        result = add("Book", "title:str")

    assert result.exit_code == ExitCode.CONFLICT
    assert "run it again" in result.stderr


def test_of_many_at_once_nothing_is_lost(add: Run, project: Path) -> None:
    names = ("Book", "Order", "Talk", "Zone")
    command = [sys.executable, "-m", "fastapi_backend_builder", "add", "resource"]
    running = [
        subprocess.Popen([*command, name, "title:str", "-C", project], stderr=subprocess.PIPE)
        for name in names
    ]
    said = [process.communicate()[1].decode() for process in running]

    ends = dict(zip(names, [process.returncode for process in running], strict=True))
    assert set(ends.values()) <= {ExitCode.OK, ExitCode.CONFLICT}, said
    for name, end in ends.items():
        done = (project / f"app/models/{name.lower()}.py").exists()
        assert done == (end == ExitCode.OK)
        assert done or add(name, "title:str").exit_code == ExitCode.OK
    assert Project.find(project).migration_head()
    router = (project / "app/api/v1/router.py").read_text()
    assert all(f"router.include_router({name.lower()}s.router)" in router for name in names)
