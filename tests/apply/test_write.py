from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.apply.journal import Journal
from fastapi_backend_builder.apply.restore import recover
from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.errors import ConflictError, ProjectError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

Tree = Callable[[dict[str, str]], Path]
Snapshot = Callable[[Path], dict[str, object]]


@pytest.fixture
def root(tree: Tree) -> Path:
    return tree({"app/main.py": "app = 1\n", "app/old.py": "old = 1\n"})


def apply(root: Path, *changes: Change) -> None:
    write(Plan("fbb", changes), root)


def fail_on(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the disk be full when a file of this name is put in place."""
    replace = Path.replace

    def replace_or_fail(source: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise OSError(28, "No space left on device", str(target))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", replace_or_fail)


def test_every_kind_of_change_is_written(root: Path) -> None:
    apply(
        root,
        Create("app/models/todo.py", b"class Todo: ...\n", ""),
        Edit("app/main.py", b"app = 1\n", b"app = 2\r\n", ""),
        Delete("app/old.py", b"old = 1\n", ""),
    )
    assert (root / "app/models/todo.py").read_bytes() == b"class Todo: ...\n"
    assert (root / "app/main.py").read_bytes() == b"app = 2\r\n"
    assert not (root / "app/old.py").exists()


def test_an_edited_file_keeps_its_mode(root: Path) -> None:
    (root / "app/main.py").chmod(0o640)
    apply(root, Edit("app/main.py", b"app = 1\n", b"app = 2\n", ""))
    assert (root / "app/main.py").stat().st_mode & 0o7777 == 0o640


def test_a_script_is_executable(root: Path) -> None:
    apply(root, Create("run", b"#!/bin/sh\n", "", executable=True))
    assert (root / "run").stat().st_mode & 0o7777 == 0o755


def test_a_new_file_has_the_mode_that_the_umask_gives(root: Path) -> None:
    apply(root, Create("new.py", b"", ""))
    (root / "reference").touch()
    assert (root / "new.py").stat().st_mode == (root / "reference").stat().st_mode


def test_a_project_is_made_where_there_was_none(tmp_path: Path) -> None:
    apply(tmp_path / "some/where", Create("a.py", b"", ""))
    assert (tmp_path / "some/where/a.py").exists()


def test_a_failed_new_project_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "b.py")
    with pytest.raises(ProjectError, match=r"cannot write b\.py: No space left on device"):
        apply(tmp_path / "some/where", Create("a.py", b"", ""), Create("b.py", b"", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_project_as_it_was(
    root: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)
    fail_on(monkeypatch, "z.py")
    with pytest.raises(ProjectError):
        apply(root, Delete("app/old.py", b"old = 1\n", ""), Create("new/z.py", b"", ""))
    assert snapshot(root) == before
    assert not (root / ".fbb").exists()


def test_a_roll_back_that_fails_is_finished_later(
    root: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)
    with monkeypatch.context() as broken:
        fail_on(broken, "main.py")
        broken.setattr(Path, "unlink", lambda *_, **__: Path("/nowhere").rmdir())
        with pytest.raises(ProjectError, match="cannot be rolled back"):
            apply(
                root,
                Create("a.py", b"", ""),
                Edit("app/main.py", b"app = 1\n", b"app = 2\n", ""),
            )
    assert recover(root) is not None
    assert snapshot(root) == before


def test_a_plan_that_does_not_fit_leaves_no_history(root: Path) -> None:
    with pytest.raises(ConflictError):
        apply(root, Create("app/main.py", b"", ""))
    assert not (root / ".fbb").exists()


def test_the_history_hides_itself_from_git(root: Path) -> None:
    apply(root, Create("a.py", b"", ""))
    assert (root / ".fbb/.gitignore").read_text() == "*\n"
    assert Journal(root).latest() is not None
