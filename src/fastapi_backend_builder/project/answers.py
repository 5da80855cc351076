"""What a project's responses show, and to whom."""

import re

from fastapi_backend_builder.project.models import Model
from fastapi_backend_builder.project.project import Project
from fastapi_backend_builder.project.readers import is_under_rows_of_users, readers_of
from fastapi_backend_builder.spec.names import snake_case

ACCOUNT = "User"


def is_shown(project: Project, model: Model) -> bool:
    """Whether its rows are read by whoever is signed in, or by their owners, as `{Name}Response`.

    Accounts never are, nor rows under the rows of users.
    """
    return (
        model.class_name != ACCOUNT
        and readers_of(project, model).signed_in
        and _has_response(project, model)
        and not (is_under_owned(project, model) and not model.owned)
    )


def why_not_shown(project: Project, model: Model) -> str:
    """What keeps rows out of other responses that would be shown there if it could be read."""
    is_account = model.class_name == ACCOUNT or not _has_response(project, model)
    return "" if is_account else readers_of(project, model).why_not


def is_public(project: Project, model: Model) -> bool:
    """Whether everybody may read its rows, signed in or not."""
    return readers_of(project, model).everybody


def is_under_owned(project: Project, model: Model) -> bool:
    """Whether the URL of its rows goes through others, of which some are those of a user."""
    return is_under_rows_of_users(project, model)


def _has_response(project: Project, model: Model) -> bool:
    schemas = project.text(project.path("schemas", f"{snake_case(model.class_name)}.py"))
    return re.search(rf"^class {model.class_name}Response\b", schemas, re.MULTILINE) is not None
