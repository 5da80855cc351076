"""The history of a project, one file per entry.

The state of an entry is in its name, so that one atomic rename turns pending into done.
"""

import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from fastapi_backend_builder.apply.entry import Entry, decode, encode
from fastapi_backend_builder.apply.files import content_of
from fastapi_backend_builder.apply.lock import try_lock
from fastapi_backend_builder.errors import ConflictError, ProjectError

FOLDER = ".fbb"
KEPT = 50
PENDING = "pending"
DONE = "done"
STAGED = ".tmp"
IGNORED = b"*\n"


def find_root(directory: Path) -> Path | None:
    """The closest folder, from `directory` upwards, that has a history."""
    here = directory.resolve()
    return next((path for path in (here, *here.parents) if (path / FOLDER).is_dir()), None)


@dataclass(frozen=True, slots=True)
class Journal:
    """Reads and writes the entries of one project."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / FOLDER

    def last_number(self) -> int:
        """That of the newest entry."""
        return max(map(_number, self._files("*")), default=0)

    def refuse_later_than(self, number: int | None) -> None:
        """Raise ConflictError if a command has finished since the newest entry had this number."""
        if number is not None and self.last_number() > number:
            raise ConflictError(
                "another command has changed the project since this one began",
                hint="nothing was changed by this one; run it again",
            )

    def pending(self) -> Entry | None:
        """The entry of a command that did not finish, if there is one."""
        return next((_read(file) for file in self._files(PENDING)), None)

    def latest(self) -> Entry | None:
        """The newest entry that can still be undone."""
        undone: set[int] = set()
        for entry in map(_read, self._files(DONE)):
            if entry.undoes is not None:
                undone.add(entry.undoes)
            elif entry.number not in undone:
                return entry
        return None

    def done(self, number: int) -> Entry:
        return _read(self._file(number, DONE))

    def begin(self, entry: Entry) -> Entry:
        """Put the entry on disk, durably, under the next free number."""
        numbered = replace(entry, number=self.last_number() + 1)
        _write_durably(self._file(numbered.number, PENDING), encode(numbered))
        return numbered

    def commit(self, entry: Entry) -> None:
        self._file(entry.number, PENDING).replace(self._file(entry.number, DONE))
        for outdated in self._files(DONE)[KEPT:]:
            outdated.unlink()

    def drop(self, entry: Entry) -> None:
        for state in (PENDING, DONE):
            self._file(entry.number, state).unlink(missing_ok=True)

    def hide(self) -> None:
        """Have git ignore the history."""
        file = self.folder / ".gitignore"
        if content_of(file) != IGNORED:  # Written again, it could be cut off.
            file.write_bytes(IGNORED)

    def is_littered(self) -> bool:
        """Whether a command was killed before it had an entry."""
        return self.folder.is_dir() and (not self._files("*") or bool(self._unfinished()))

    def discard_unfinished(self) -> None:
        for file in self._unfinished():
            file.unlink()

    def discard_if_empty(self) -> None:
        if not self._files("*"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, number: int, state: str) -> Path:
        return self.folder / f"{number:04}.{state}.json.gz"

    def _files(self, state: str) -> list[Path]:
        # Not `glob`, which takes a folder that may not be read for an empty one.
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        found = (file for file in files if file.match(f"*.{state}.json.gz"))
        return sorted(found, key=_number, reverse=True)

    def _unfinished(self) -> list[Path]:
        return list(self.folder.glob(f"*{STAGED}"))


@contextmanager
def opened(root: Path) -> Iterator[Journal]:
    """The journal, with the project locked against other commands."""
    journal = Journal(root)
    journal.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal.hide()
    with (journal.folder / "lock").open("wb") as lock:
        try:
            try_lock(lock)
        except OSError as error:
            raise _at_work(root) from error
        if not _is_in_place(lock):
            raise _at_work(root)
        try:
            yield journal
        finally:
            journal.discard_if_empty()


def _is_in_place(file: BinaryIO) -> bool:
    """Whether the file still has its name: who held the lock may have removed an empty history."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), Path(file.name).stat())
    except FileNotFoundError:
        return False


def _at_work(root: Path) -> ConflictError:
    return ConflictError(
        f"another command is at work on {root}",
        hint="nothing was changed by this one; run it again when that has finished",
    )


def _number(file: Path) -> int:
    return int(file.name.split(".")[0])


def _read(file: Path) -> Entry:
    try:
        return decode(file.read_bytes())
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise ProjectError(
            f"the history entry {file} cannot be read", hint="delete it to forget that command"
        ) from error


def _write_durably(file: Path, content: bytes) -> None:
    staged = file.with_suffix(STAGED)
    try:
        with staged.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        staged.replace(file)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
