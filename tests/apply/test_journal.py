from pathlib import Path

import pytest

from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.journal import KEPT, Journal, find_root, opened
from fastapi_backend_builder.errors import ConflictError, ProjectError

ENTRY = Entry(0, "fbb new", (Record("a.py", None, b"\xff\r\n", 0o755),), ("app", "app/models"))


def remember(root: Path, entry: Entry = ENTRY) -> Entry:
    with opened(root) as journal:
        begun = journal.begin(entry)
        journal.commit(begun)
    return begun


def test_an_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert remember(tmp_path) == Journal(tmp_path).latest()


def test_an_entry_is_pending_until_it_is_committed(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        entry = journal.begin(ENTRY)
        assert journal.pending() == entry
        assert journal.latest() is None
        journal.commit(entry)
        assert journal.pending() is None


def test_entries_are_numbered_in_order(tmp_path: Path) -> None:
    assert [remember(tmp_path).number for _ in range(3)] == [1, 2, 3]


def test_an_undone_entry_is_passed_over(tmp_path: Path) -> None:
    first, second = remember(tmp_path), remember(tmp_path)
    remember(tmp_path, Entry(0, "fbb undo", (), (), undoes=second.number))
    assert Journal(tmp_path).latest() == first


def test_old_entries_are_forgotten(tmp_path: Path) -> None:
    for _ in range(KEPT + 1):
        remember(tmp_path)
    assert len(list(tmp_path.glob(".fbb/*.json.gz"))) == KEPT
    assert Journal(tmp_path).done(2).number == 2


def test_a_history_without_entries_goes_away(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    assert not (tmp_path / ".fbb").exists()


def test_one_command_at_a_time_works_on_a_project(tmp_path: Path) -> None:
    remember(tmp_path)
    with (
        opened(tmp_path),
        pytest.raises(ConflictError, match="another command is at work"),
        opened(tmp_path),
    ):
        pass


def test_a_damaged_entry_is_named(tmp_path: Path) -> None:
    remember(tmp_path)
    file = next(tmp_path.glob(".fbb/*.json.gz"))
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ProjectError, match=file.name):
        Journal(tmp_path).latest()


def test_the_root_is_found_from_a_folder_below(tmp_path: Path) -> None:
    remember(tmp_path)
    (tmp_path / "app/models").mkdir(parents=True)
    assert find_root(tmp_path / "app/models") == tmp_path.resolve()
