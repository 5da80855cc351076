"""What one part of an update adds to its plan."""

from dataclasses import dataclass, field

from fastapi_backend_builder.plan import Change, Create, Delete, Edit, ManualStep
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.line_ends import normal, with_ends_of
from fastapi_backend_builder.recipes.edited import EditedFile


@dataclass(slots=True)
class Part:
    """Grows while the files are looked at."""

    project: Project
    changes: list[Change] = field(default_factory=list)
    steps: list[ManualStep] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, file: EditedFile, reason: str) -> None:
        """What the edits of a file came to."""
        self.changes += file.changes(reason)
        self.steps += file.steps

    def create(self, path: str, content: bytes, reason: str) -> None:
        """Add a file to the user's code; another one of that name stays as it is."""
        current = self.project.read(path)
        if current is None:
            self.put(path, content, reason)
        elif normal(current) != normal(content):
            there = f"{reason}: another file has this name, so bring the two together"
            self.steps.append(ManualStep(path, there, content.decode()))

    def put(self, path: str, content: bytes | None, reason: str = "") -> None:
        """Give a file new content, with its line ends; None takes it away."""
        current = self.project.read(path)
        if current is None:
            if content is not None:
                self.changes.append(Create(path, self.project.encoded(content.decode()), reason))
        elif content is None:
            self.changes.append(Delete(path, current, reason))
        elif normal(current) != normal(content):
            self.changes.append(Edit(path, current, with_ends_of(current, content), reason))
