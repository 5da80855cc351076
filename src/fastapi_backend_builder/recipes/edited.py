"""A file that a command edits in several steps."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi_backend_builder.edit import Applied, Cannot, Outcome
from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.plan import Edit, ManualStep
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.disk import Disk
from fastapi_backend_builder.render.format import format_all


class EditedFile:
    """Each step begins with what the one before has left; the file is written once."""

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = path
        self._before = self._after = project.read(path) or b""
        self.steps: list[ManualStep] = []

    def edit(self, change: Callable[..., Outcome], **request: Any) -> Outcome:
        """Make one of the edits of `edit`."""
        outcome = change(self._after, **request)
        match outcome:
            case Applied(source):
                self._after = source
            case Cannot(reason, snippet):
                self.steps.append(ManualStep(self._path, reason, snippet))
        return outcome

    def changes(self, reason: str) -> list[Edit]:
        """With lines wrapped that became too long, if the file was as its formatter has it."""
        return self._changes(self._formatted, reason)

    def changes_as_made(self, reason: str) -> list[Edit]:
        """Where what was added is formatted already."""
        return self._changes(lambda: self._after, reason)

    def _changes(self, content: Callable[[], bytes], reason: str) -> list[Edit]:
        if self._after == self._before:
            return []
        return [Edit(self._path, self._before, content(), reason)]

    def _formatted(self) -> bytes:
        if self._format(self._before) != self._before:
            return self._after
        return self._format(self._after)

    def _format(self, source: bytes) -> bytes:
        return _formatted(self._project.disk, self._project.root, self._path, source)


@lru_cache(maxsize=4)
def _formatted(_: Disk, root: Path, path: str, source: bytes) -> bytes:
    """What the edit of one resource has left, that of the next begins with, in the same command."""
    try:
        formatted = format_all({path: source.decode()}, root)
    except (ProjectError, UnicodeDecodeError):
        return b""
    return formatted[path].encode()
