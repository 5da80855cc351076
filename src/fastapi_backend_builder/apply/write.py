"""Writes a plan: all of it, or nothing."""

import os
from pathlib import Path

from fastapi_backend_builder.apply.check import check
from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.files import remove_empty_folders, stage, staged_file
from fastapi_backend_builder.apply.journal import Journal, opened
from fastapi_backend_builder.apply.restore import roll_back
from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.plan import Change, Create, Edit, Plan

EXECUTABLE = 0o755


def write(plan: Plan, root: Path, *, undoes: int | None = None, seen: int | None = None) -> None:
    """Apply the plan and remember how to undo it; `undoes` is the entry that it takes back.

    `seen` is the newest entry that there was when the project was read for the plan.
    """
    root = root.resolve()
    missing = _missing_folders(plan, root)
    try:
        with opened(root) as journal:
            journal.refuse_later_than(seen)
            check(plan, root)
            _write(plan, journal, missing, undoes)
    except BaseException as error:
        remove_empty_folders(root, missing)
        if isinstance(error, OSError):
            raise ProjectError(
                f"cannot write {_blamed(error, root)}", hint="nothing was changed"
            ) from error
        raise


def _write(plan: Plan, journal: Journal, missing: tuple[str, ...], undoes: int | None) -> None:
    undone = None if undoes is None else journal.done(undoes)
    records = _records(plan, journal.root, undone)
    entry = journal.begin(Entry(0, plan.command, records, missing, undoes))
    try:
        _stage(entry, journal.root)
        _place(entry, journal.root)
        if undone is not None:
            remove_empty_folders(journal.root, undone.made_folders)
        journal.commit(entry)
    except BaseException:
        _take_back(entry, journal)
        raise


def _stage(entry: Entry, root: Path) -> None:
    for record in entry.records:
        if record.after is not None:
            stage(root / record.path, entry.number, record.after, record.mode)


def _place(entry: Entry, root: Path) -> None:
    for record in entry.records:
        target = root / record.path
        if record.after is None:
            target.unlink()
        else:
            staged_file(target, entry.number).replace(target)


def _take_back(entry: Entry, journal: Journal) -> None:
    try:
        roll_back(entry, journal.root)
        journal.drop(entry)
    except OSError as error:
        raise ProjectError(
            f"the change failed half-way and cannot be rolled back: {_blamed(error, journal.root)}",
            hint="remove the cause; the next command here finishes the roll-back",
        ) from error


def _blamed(error: OSError, root: Path) -> str:
    if error.filename is None:
        return f"to {root}: {error.strerror}"
    return f"{os.path.relpath(error.filename, root)}: {error.strerror}"


def _missing_folders(plan: Plan, root: Path) -> tuple[str, ...]:
    """Folders that the plan needs and that are not there: parents first, relative to the root."""
    targets = (root / change.path for change in plan.changes if isinstance(change, Create))
    needed = {folder for target in targets for folder in target.parents}
    missing = sorted(folder for folder in needed if not folder.exists())
    return tuple(Path(os.path.relpath(folder, root)).as_posix() for folder in missing)


def _records(plan: Plan, root: Path, undone: Entry | None) -> tuple[Record, ...]:
    modes = {record.path: record.mode for record in undone.records} if undone else {}
    return tuple(_record(change, root, modes) for change in plan.changes)


def _record(change: Change, root: Path, modes: dict[str, int | None]) -> Record:
    if isinstance(change, Create):
        mode = modes.get(change.path, EXECUTABLE if change.executable else None)
        return Record(change.path, None, change.content, mode)
    mode = (root / change.path).stat().st_mode & 0o7777
    after = change.after if isinstance(change, Edit) else None
    return Record(change.path, change.before, after, mode)
