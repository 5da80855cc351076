import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.template import template_files

Run = Callable[..., object]


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return run


# What `fbb update` has to know; the template has no need of it.
STATE = {"kit/manifest.txt", "kit/update.json"}


def files(root: Path) -> set[str]:
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] != ".fbb"}


def test_every_file_of_the_template_is_there(run: Run, tmp_path: Path) -> None:
    assert run("new", "shop").exit_code == ExitCode.OK

    assert files(tmp_path / "shop") == set(template_files()) | STATE


def test_the_templates_own_name_is_nowhere_left(run: Run, tmp_path: Path) -> None:
    run("new", "corner-shop")

    left = [
        path
        for path in files(tmp_path / "corner-shop")
        if b"my-project" in (content := (tmp_path / "corner-shop" / path).read_bytes())
        or b"my_project" in content
    ]
    assert left == []


def test_the_database_has_the_name_as_an_identifier(run: Run, tmp_path: Path) -> None:
    run("new", "corner-shop")

    assert "POSTGRES_DB: corner_shop" in (tmp_path / "corner-shop/docker-compose.yml").read_text()


def test_a_project_can_start_on_postgresql(run: Run, tmp_path: Path) -> None:
    result = run("new", "shop", "--db", "postgresql")

    assert "It wants the PostgreSQL" in result.stderr
    url = "postgresql://shop:shop@localhost:5432/shop"
    assert f'default="{url}"' in (tmp_path / "shop/app/config.py").read_text()
    assert f"DATABASE_URL={url}\n" in (tmp_path / "shop/.env.example").read_text()
    assert 'database="postgresql"' in (tmp_path / "shop/tests/conftest.py").read_text()


def test_the_folder_may_have_another_name(run: Run, tmp_path: Path) -> None:
    run("new", "shop", "--dir", "backend")

    assert 'name = "shop"' in (tmp_path / "backend/pyproject.toml").read_text()


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()

    assert run("new", "shop").exit_code == ExitCode.OK


def test_a_folder_in_use_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "notes.txt").write_text("mine")

    result = run("new", "shop")

    assert result.exit_code == ExitCode.CONFLICT
    assert "not empty" in result.stderr
    assert files(tmp_path) == {"shop/notes.txt"}


@pytest.mark.parametrize("option", ["--dry-run", "--diff", "--check"])
def test_a_preview_writes_nothing(run: Run, tmp_path: Path, option: str) -> None:
    run("new", "shop", option)

    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("My Shop", "my-shop"),
        ("MyShop", "my-shop"),
        ("my_shop", "my-shop"),
        ("3d", "a name has"),
        ("", "a name has"),
        ("../shop", "shop"),
        ("x" * 51, "a name has"),
        ("fastapi", "fastapi-service"),
        ("json", "json-service"),
        ("app", "app-service"),
        ("con", "con-service"),
        ("lpt1", "lpt1-service"),
        ("NUL", "nul-service"),
        ("Ünï", "'uni'"),
        ("Straßen Übersicht", "'strassen-ubersicht'"),
        ("日本", "a name has"),
    ],
)
def test_a_bad_name_is_refused_with_a_proposal(
    run: Run, tmp_path: Path, name: str, proposal: str
) -> None:
    result = run("new", name)

    assert result.exit_code == ExitCode.USAGE
    assert proposal in result.stderr
    assert files(tmp_path) == set()


def test_a_new_project_is_told_by_folder(run: Run) -> None:
    lines = run("new", "shop").stderr.splitlines()

    told = lines[: lines.index("")]
    assert re.fullmatch(r"create app/  \d+ files", told[0])
    assert told[-1] == "Done. Undo with: fbb undo --project -C shop"
    assert len(told) < 10
    assert "pyproject.toml" in told[-2]


def test_each_file_is_told_on_request(run: Run) -> None:
    lines = run("new", "shop", "--verbose").stderr.splitlines()

    assert {f"create {path}" for path in template_files().keys() | STATE} <= set(lines)


def test_what_is_next_is_told(run: Run) -> None:
    assert "uvicorn app.main:app --reload" in run("new", "shop").stderr


def test_undo_of_a_project_has_to_be_asked_for(run: Run, tmp_path: Path) -> None:
    run("new", "shop")

    result = run("undo", "-C", "shop")

    assert result.exit_code == ExitCode.USAGE
    assert "deletes the whole project" in result.stderr
    assert "fbb undo --project" in result.stderr
    assert files(tmp_path / "shop") == set(template_files()) | STATE


def test_undo_can_take_the_whole_project_back(run: Run, tmp_path: Path) -> None:
    run("new", "shop")

    result = run("undo", "--project", "-C", "shop")

    assert "this takes the whole project back" in result.stderr
    assert files(tmp_path / "shop") == set()
