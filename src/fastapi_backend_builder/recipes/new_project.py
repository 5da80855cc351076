"""A new project: the template under another name."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Literal

from fastapi_backend_builder.plan import Create, Plan
from fastapi_backend_builder.project.kit import (
    FOLDER,
    MANIFEST,
    RECORD,
    Record,
    manifest_content,
    manifest_of,
)
from fastapi_backend_builder.spec.kit import KIT
from fastapi_backend_builder.spec.project_name import ProjectName

Database = Literal["sqlite", "postgresql"]

TEMPLATE_NAME = ProjectName("my-project")

# What changes for a project that lives on PostgreSQL from its first day: file, old, new.
POSTGRESQL_URL = "postgresql://my_project:my_project@localhost:5432/my_project"
POSTGRESQL_EDITS = (
    ("app/config.py", '"sqlite:///./app.db"', f'"{POSTGRESQL_URL}"'),
    (".env.example", "DATABASE_URL=sqlite:///./app.db", f"DATABASE_URL={POSTGRESQL_URL}"),
    ("tests/conftest.py", 'database="sqlite"', 'database="postgresql"'),
)
CODE = ("app", KIT, "tests")


def new_project(
    name: ProjectName, database: Database, template: Mapping[str, bytes], command: str
) -> Plan:
    files = project_files(name, database, template)
    record = Record(name.text, database, originals=originals_of(files))
    files |= {MANIFEST: manifest_content(manifest_of(files)), RECORD: record.content()}
    return Plan(command, tuple(Create(path, files[path]) for path in sorted(files)))


def project_files(
    name: ProjectName, database: str, template: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The template for this name and this database."""
    files = dict(template)
    for path, old, new in POSTGRESQL_EDITS if database == "postgresql" else ():
        files[path] = files[path].replace(old.encode(), new.encode())
    return {path: _renamed(path, content, name) for path, content in files.items()}


def originals_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The texts that `fbb update` merges: what is not code."""
    paths = [path for path in files if PurePosixPath(path).parts[0] not in CODE]
    return {path: files[path].decode() for path in paths}


def _renamed(path: str, content: bytes, name: ProjectName) -> bytes:
    """The kit is the same in every project."""
    if path.startswith(FOLDER):
        return content
    for old, new in (
        (TEMPLATE_NAME.text, name.text),
        (TEMPLATE_NAME.identifier, name.identifier),
    ):
        content = content.replace(old.encode(), new.encode())
    return content
