"""What a project's answers show, and to whom."""

import re

from fastapi_backend_builder.project.models import Model
from fastapi_backend_builder.project.project import Project
from fastapi_backend_builder.spec.names import snake_case

ACCOUNT = "User"


def is_shown(project: Project, model: Model) -> bool:
    """Whether its rows are read by whoever is signed in, or by their owners, as `{Name}Response`.

    Accounts never are, nor what asks for a permission of its own or is under rows of others.
    """
    name = model.class_name
    schemas = project.text(project.path("schemas", f"{snake_case(name)}.py"))
    endpoints = _endpoints(project, model)
    reads = rf"\.get\([^@]*?response_model=(PaginatedResponse\[)?{name}(Response|WithRelated)\b"
    return (
        name != ACCOUNT
        and re.search(rf"^class {name}Response\b", schemas, re.MULTILINE) is not None
        and re.search(reads, endpoints) is not None
        and "Requires(" not in endpoints
        and re.search(r"prefix=[\"'][^\"']*{", endpoints) is None
    )


def _endpoints(project: Project, model: Model) -> str:
    """Their module is called like the table, as long as nobody renames one of the two."""
    folder = ("api", "v1", "endpoints")
    usual = project.text(project.path(*folder, f"{model.table}.py"))
    asked = re.compile(rf"\b{model.class_name}(Response|WithRelated)\b")
    return usual or next(filter(asked.search, project.texts(*folder)), "")
