import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands.snapshots import snapshot
from ruff import find_ruff_bin

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.migrations import read_revision

Run = Callable[..., Any]
VERSIONS = Path("app/db/migrations/versions")


@pytest.fixture
def forked(add: Run, project: Path) -> Path:
    """A project to which two branches have each added a resource."""
    add("Book", "title:str")
    (book,) = (project / VERSIONS).glob("*_create_books.py")
    aside = project / book.name
    book.rename(aside)
    for path in ("app/models/book.py", "app/api/v1/endpoints/books.py"):
        (project / path).unlink()
    add("Order", "title:str")
    aside.rename(book)
    return project


def test_several_heads_are_joined_by_one_revision(run: Run, forked: Path) -> None:
    before = snapshot(forked)
    heads = [file.name[:12] for file in (forked / VERSIONS).glob("*_create_[bo]*s.py")]

    result = run("merge", "heads", "-C", forked)

    assert result.exit_code == ExitCode.OK
    (path,) = snapshot(forked).keys() - before.keys()
    revision = read_revision((forked / path).read_text())
    assert revision
    assert revision.parents == tuple(sorted(heads))


def test_after_that_resources_can_be_added_again(run: Run, add: Run, forked: Path) -> None:
    assert "fbb merge heads" in add("Shelf", "name:str").stderr
    run("merge", "heads", "-C", forked)

    assert add("Shelf", "name:str").exit_code == ExitCode.OK


def test_what_it_writes_is_clean(run: Run, forked: Path) -> None:
    run("merge", "heads", "-C", forked)
    versions = str(forked / VERSIONS)

    for words in (["check"], ["format", "--check"]):
        command = [find_ruff_bin(), *words, "--no-cache", versions]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_what_alembic_writes_to_join_heads_is_clean_too(forked: Path) -> None:
    alembic = [sys.executable, "-W", "ignore", "-m", "alembic", "merge", "heads", "-m", "merge"]
    subprocess.run(alembic, cwd=forked, check=True, capture_output=True)

    check = [find_ruff_bin(), "check", "--no-cache", str(forked / VERSIONS)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_one_head_leaves_nothing_to_do(run: Run, project: Path) -> None:
    result = run("merge", "heads", "-C", project)

    assert (result.exit_code, result.stderr) == (ExitCode.OK, "Nothing to do.\n")


def test_it_can_be_looked_at_and_taken_back(run: Run, forked: Path) -> None:
    before = snapshot(forked)

    assert run("merge", "heads", "--check", "-C", forked).exit_code == ExitCode.PENDING
    assert snapshot(forked) == before
    run("merge", "heads", "-C", forked)
    run("undo", "-C", forked)
    assert snapshot(forked) == before
