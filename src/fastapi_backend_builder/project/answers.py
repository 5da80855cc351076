"""What a project's answers show, and to whom."""

import re

from fastapi_backend_builder.project.models import Model
from fastapi_backend_builder.project.project import Project
from fastapi_backend_builder.spec.names import snake_case

ACCOUNT = "User"


def is_shown(project: Project, model: Model) -> bool:
    """Whether its rows are read by whoever is signed in, or by their owners, as `{Name}Response`.

    Accounts never are, nor what asks for a permission of its own, or is under the rows of users.
    """
    name = model.class_name
    schemas = project.text(project.path("schemas", f"{snake_case(name)}.py"))
    endpoints = _endpoints(project, model)
    may_read = is_public(project, model) or (
        _reads(endpoints, "", model) and "Requires(" not in endpoints
    )
    return (
        name != ACCOUNT
        and may_read
        and re.search(rf"^class {name}Response\b", schemas, re.MULTILINE) is not None
        and not (is_under_owned(project, model) and not model.owned)
    )


def is_public(project: Project, model: Model) -> bool:
    """Whether everybody may read its rows, signed in or not."""
    return _reads(_endpoints(project, model), "@public", model)


def is_under_owned(project: Project, model: Model) -> bool:
    """Whether the URL of its rows goes through others, of which some are those of a user."""
    endpoints = _endpoints(project, model)
    is_nested = re.search(r"prefix=[\"'][^\"']*{", endpoints) is not None
    return is_nested and "CurrentUser" in endpoints


def _reads(endpoints: str, router: str, model: Model) -> bool:
    answer = rf"(PaginatedResponse\[)?{model.class_name}(Response|WithRelated)\b"
    read = rf"{router}\.get\([^@]*?response_model={answer}"
    return re.search(read, endpoints) is not None


def _endpoints(project: Project, model: Model) -> str:
    """Their module is called like the table, as long as nobody renames one of the two."""
    folder = ("api", "v1", "endpoints")
    usual = project.text(project.path(*folder, f"{model.table}.py"))
    asked = re.compile(rf"\b{model.class_name}(Response|WithRelated)\b")
    return usual or next(filter(asked.search, project.texts(*folder)), "")
