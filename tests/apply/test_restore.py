from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.journal import Journal, opened
from fastapi_backend_builder.apply.restore import recover

Tree = Callable[[dict[str, str]], Path]


@pytest.fixture
def root(tree: Tree) -> Path:
    """A project in which a command was killed after it had written all it wanted to."""
    root = tree({"app/main.py": "new", "app/todo.py": "new"})
    records = (
        Record("app/main.py", b"old", b"new", 0o600),
        Record("app/todo.py", None, b"new", None),
        Record("app/gone.py", b"old", None, 0o644),
    )
    with opened(root) as journal:
        journal.begin(Entry(0, "fbb add resource Todo", records, ()))
    return root


def test_what_was_half_done_is_rolled_back(root: Path) -> None:
    assert recover(root) == "rolled back `fbb add resource Todo`, which had been interrupted"
    assert (root / "app/main.py").read_text() == "old"
    assert (root / "app/main.py").stat().st_mode & 0o777 == 0o600
    assert (root / "app/gone.py").read_text() == "old"
    assert not (root / "app/todo.py").exists()


def test_a_file_edited_since_is_left_alone_and_named(root: Path) -> None:
    (root / "app/todo.py").write_text("mine")
    assert str(recover(root)).endswith("left alone, because edited since: app/todo.py")
    assert (root / "app/todo.py").read_text() == "mine"


def test_it_is_rolled_back_once(root: Path) -> None:
    recover(root)
    assert recover(root) is None
    assert Journal(root).latest() is None


def test_a_project_without_a_history_is_left_alone(tmp_path: Path) -> None:
    assert recover(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
