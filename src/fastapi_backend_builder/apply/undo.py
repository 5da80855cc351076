"""The plan that takes an entry of the history back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.files import content_of
from fastapi_backend_builder.edit.merge import merge
from fastapi_backend_builder.errors import ConflictError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan


@dataclass(frozen=True, slots=True)
class _Conflict:
    reason: str


@dataclass(frozen=True, slots=True)
class _Notice:
    text: str


_Outcome = Change | _Conflict | _Notice


def undo_plan(entry: Entry, root: Path, command: str = "fbb undo") -> Plan:
    """The inverse of an entry that keeps later edits; ConflictError names the files where it can't.

    Write it with `undoes=entry.number`.
    """
    outcomes = [_invert(record, root) for record in reversed(entry.records)]
    conflicts = [outcome.reason for outcome in outcomes if isinstance(outcome, _Conflict)]
    if conflicts:
        raise ConflictError(
            f"cannot undo `{entry.command}`: {'; '.join(conflicts)}",
            hint="nothing was changed; take your edits out of these files, or undo by hand",
        )
    return Plan(
        command,
        changes=tuple(item for item in outcomes if isinstance(item, Create | Edit | Delete)),
        notices=(*_warnings(entry), *(o.text for o in outcomes if isinstance(o, _Notice))),
    )


def _warnings(entry: Entry) -> Iterator[str]:
    if entry.makes_project:
        yield "this takes the whole project back"


def _invert(record: Record, root: Path) -> _Outcome:
    current = content_of(root / record.path)
    if current is None:
        return _invert_absent(record)
    if current == record.before:
        return _nothing_left(record.path)
    if record.before is None:
        return _invert_creation(record, current)
    if current == record.after:
        return Edit(record.path, current, record.before, "as it was")
    if record.after is None:
        return _Conflict(f"{record.path} had been deleted and is there again")
    return _merged(record.path, current, record.after, record.before)


def _invert_absent(record: Record) -> _Outcome:
    if record.before is None or record.after is not None:
        return _nothing_left(record.path)
    executable = record.mode is not None and bool(record.mode & 0o100)
    return Create(record.path, record.before, "as it was", executable)


def _invert_creation(record: Record, current: bytes) -> _Outcome:
    if current != record.after:
        return _Conflict(f"{record.path} was edited after it was created")
    return Delete(record.path, current)


def _merged(path: str, current: bytes, base: bytes, other: bytes) -> _Outcome:
    merged = merge(current, base, other)
    if merged is None:
        return _Conflict(f"{path} was edited since in the same place")
    if merged == current:
        return _nothing_left(path)
    return Edit(path, current, merged, "undo, keeping your later edits")


def _nothing_left(path: str) -> _Notice:
    return _Notice(f"{path}: nothing left to undo")
