"""A new project: the template under another name."""

from collections.abc import Mapping
from typing import Literal

from fastapi_backend_builder.plan import Create, Plan
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


def new_project(
    name: ProjectName, database: Database, template: Mapping[str, bytes], command: str
) -> Plan:
    files = dict(template)
    for path, old, new in POSTGRESQL_EDITS if database == "postgresql" else ():
        files[path] = files[path].replace(old.encode(), new.encode())
    changes = (Create(path, _renamed(files[path], name)) for path in sorted(files))
    return Plan(command, tuple(changes))


def _renamed(content: bytes, name: ProjectName) -> bytes:
    for old, new in (
        (TEMPLATE_NAME.text, name.text),
        (TEMPLATE_NAME.identifier, name.identifier),
    ):
        content = content.replace(old.encode(), new.encode())
    return content
