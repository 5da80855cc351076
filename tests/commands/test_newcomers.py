"""What goes wrong in the first minutes: each is said clearly, and nothing is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.commands import execute
from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., Any]

BOOK = ("add", "resource", "Book", "title:str")


def test_a_folder_without_a_project_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run(*BOOK)

    assert result.exit_code == ExitCode.FAILED
    assert f"{tmp_path} is not inside a project" in result.stderr


@pytest.mark.parametrize("folder", ["app", "app/models", "tests/api", "deploy"])
def test_every_folder_of_a_project_will_do(run: Run, project: Path, folder: str) -> None:
    assert run(*BOOK, "-C", project / folder).exit_code == ExitCode.OK

    assert (project / "app/models/book.py").exists()
    assert run("undo", "-C", project / folder).exit_code == ExitCode.OK
    assert not (project / "app/models/book.py").exists()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((*BOOK, "--ownd-by", "User"), "did you mean '--owned-by'"),
        (("add", "resorce", "Book"), "did you mean 'resource'?"),
        (("ad", "resource", "Book"), "did you mean 'add'?"),
        (("add", "resource"), "fbb add resource --help"),
    ],
    ids=["option", "thing", "command", "name"],
)
def test_what_is_mistyped_is_answered_with_what_was_meant(
    run: Run, project: Path, words: tuple[str, ...], hint: str
) -> None:
    result = run(*words, *(["-C", project] if len(words) > 3 else []))

    assert result.exit_code == ExitCode.USAGE
    assert hint in result.stderr


def test_a_folder_that_may_not_be_read_is_named(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(project / ".fbb"))

    monkeypatch.setattr(execute, "find_root", refuse)

    result = run(*BOOK, "-C", project)

    assert result.exit_code == ExitCode.FAILED
    assert f"error: {project / '.fbb'}: Permission denied\nhint: check its perm" in result.stderr


def test_a_full_disk_leaves_everything_as_it_was(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    run("add", "resource", "Author", "name:str", "-C", project)
    before = files()
    monkeypatch.setattr(os, "fsync", fill)

    result = run(*BOOK, "-C", project)

    assert result.exit_code == ExitCode.FAILED
    assert "No space left on device\nhint: nothing was changed" in result.stderr
    assert files() == before
