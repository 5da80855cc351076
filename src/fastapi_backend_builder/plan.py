"""A plan: what a command would change, computed before anything is written.

Paths are POSIX and relative to the project's root. Contents are bytes, so that line
ends and encodings survive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Create:
    """A file that is not there yet."""

    path: str
    content: bytes
    reason: str = ""
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A file that keeps its place and changes its content."""

    path: str
    before: bytes
    after: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """A file that goes away."""

    path: str
    before: bytes
    reason: str = ""


Change = Create | Edit | Delete


def content_after(change: Change) -> bytes | None:
    """What a change leaves in its file; None where it leaves none."""
    match change:
        case Create(content=content) | Edit(after=content):
            return content
        case Delete():
            return None


def fold(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change of each file, in place of those that follow each other."""
    folded: dict[str, Change] = {}
    for change in changes:
        earlier = folded.get(change.path)
        match earlier, change:
            case Create(), Edit(after=after):
                folded[change.path] = replace(earlier, content=after)
            case Edit(before=before, reason=reason), Edit():
                del folded[change.path]  # It goes behind all that it needs.
                reasons = f"{reason}, {change.reason}"
                folded[change.path] = replace(change, before=before, reason=reasons)
            case _:
                folded[change.path] = change
    return tuple(folded.values())


@dataclass(frozen=True, slots=True)
class ManualStep:
    """An edit that could not be made safely: where it belongs and what to paste."""

    path: str
    reason: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes of one command, in the order in which they are shown.

    `command` is the command line that made the plan, for the history.
    """

    command: str
    changes: tuple[Change, ...] = ()
    manual_steps: tuple[ManualStep, ...] = ()
    notices: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not self.changes and not self.manual_steps

    @property
    def makes_project(self) -> bool:
        return any(isinstance(c, Create) and c.path == "pyproject.toml" for c in self.changes)
