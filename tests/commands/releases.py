"""A made-up next version of the template, for projects of this one to be updated to."""

from collections.abc import Mapping

from fastapi_backend_builder.edit import add_member
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.edited import EditedFile
from fastapi_backend_builder.recipes.update.part import Part

NEXT = "7.0.0"
CHANGED = "kit/services/slugs.py"
GONE = "kit/http/csv_cells.py"
NEW = "kit/http/cells.py"
SETTINGS = "kit/settings/__init__.py"
FILES = "kit/http/files.py"

GREETINGS = b'GREETINGS = ("hello",)\n'
SHORT = "def short_slug(text: str) -> str:\n    return text\n\n\n"

# File, what it has, what it has in the next version.
EDITS = (
    ("kit/VERSION", "0.1.0", NEXT),
    (CHANGED, "LONGEST = 255", "LONGEST = 200"),
    (
        CHANGED,
        "def slug_of(",
        "def short_slug(text: str) -> str:\n    return text\n\n\ndef slug_of(",
    ),
    (FILES, "csv_cells", "cells"),
    (SETTINGS, "    project_name: str\n", '    project_name: str\n    greeting: str = "hello"\n'),
    (".env.example", "LOG_LEVEL=INFO\n", "LOG_LEVEL=INFO\nGREETING=hello\n"),
    ("Dockerfile", "python:3.13-slim", "python:3.14-slim"),
    ("pyproject.toml", "structlog>=26.1,<27", "structlog>=26.1,<28"),
)


def greet(project: Project) -> Part:
    """A setting of the user's, and a file."""
    part, config = Part(project), EditedFile(project, project.path("config.py"))
    member = 'greeted: str = "world"'
    config.edit(add_member, class_name="Settings", member=member, package=project.package)
    part.add(config, "say whom the project greets")
    part.create(project.path("greetings.py"), GREETINGS, "greet")
    return part


def next_release(template: Mapping[str, bytes]) -> dict[str, bytes]:
    files = dict(template)
    for path, old, new in EDITS:
        assert old.encode() in files[path], f"{path} has no {old!r}"
        files[path] = files[path].replace(old.encode(), new.encode())
    files[NEW] = files.pop(GONE)
    return files
