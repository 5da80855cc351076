"""One entry of the history: what a command did to each file, and all it takes to go back."""

import gzip
import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One file before and after a change; None stands for no file.

    A mode of None leaves the permissions to the umask.
    """

    path: str
    before: bytes | None
    after: bytes | None
    mode: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One command in the history; `undoes` is the number of the entry that it took back."""

    number: int
    command: str
    records: tuple[Record, ...]
    made_folders: tuple[str, ...]
    undoes: int | None = None

    @property
    def makes_project(self) -> bool:
        """Whether the command was `fbb new`."""
        return any(r.path == "pyproject.toml" and r.before is None for r in self.records)


def encode(entry: Entry) -> bytes:
    text = json.dumps(asdict(entry), default=lambda content: b64encode(content).decode())
    return gzip.compress(text.encode(), mtime=0)


def decode(data: bytes) -> Entry:
    fields = json.loads(gzip.decompress(data))
    fields["records"] = tuple(_record(record) for record in fields["records"])
    fields["made_folders"] = tuple(fields["made_folders"])
    return Entry(**fields)


def _record(fields: dict[str, Any]) -> Record:
    before, after = _content(fields["before"]), _content(fields["after"])
    return Record(fields["path"], before, after, fields["mode"])


def _content(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
