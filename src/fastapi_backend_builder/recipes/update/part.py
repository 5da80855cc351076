"""What one part of an update adds to its plan."""

from dataclasses import dataclass, field

from fastapi_backend_builder.plan import Change, Create, Delete, Edit, ManualStep
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.line_ends import normal, with_ends_of


@dataclass(slots=True)
class Part:
    """Grows while the files are looked at."""

    project: Project
    changes: list[Change] = field(default_factory=list)
    steps: list[ManualStep] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

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
