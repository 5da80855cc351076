"""The way back from a command that did not finish."""

from pathlib import Path

from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.files import (
    content_of,
    remove_empty_folders,
    stage,
    staged_file,
)
from fastapi_backend_builder.apply.journal import Journal, opened


def recover(root: Path) -> str | None:
    """Roll back what a killed command left half done; returns a notice about it."""
    journal = Journal(root)
    if journal.pending() is None and not journal.is_littered():
        return None
    with opened(root) as journal:
        journal.discard_unfinished()
        entry = journal.pending()
        if entry is None:
            return None
        edited_since = roll_back(entry, root)
        journal.drop(entry)
    remove_empty_folders(root, entry.made_folders)
    return _notice(entry, edited_since)


def roll_back(entry: Entry, root: Path) -> list[str]:
    """Put every file back; returns the paths left alone because somebody edited them since."""
    return [record.path for record in reversed(entry.records) if not _restore(record, entry, root)]


def _restore(record: Record, entry: Entry, root: Path) -> bool:
    target = root / record.path
    staged_file(target, entry.number).unlink(missing_ok=True)
    current = content_of(target)
    if current == record.before:
        return True
    if current != record.after:
        return False
    if record.before is None:
        target.unlink()
    else:
        stage(target, entry.number, record.before, record.mode).replace(target)
    return True


def _notice(entry: Entry, edited_since: list[str]) -> str:
    notice = f"rolled back `{entry.command}`, which had been interrupted"
    if not edited_since:
        return notice
    return f"{notice}; left alone, because edited since: {', '.join(edited_since)}"
