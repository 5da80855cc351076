"""Whom the rows of a resource belong to."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, parse_field, to_text

# The model of whoever is signed in.
USER = "User"
OWNER = parse_field(f"user:ref={USER}:cascade")


def read_owner(model: str) -> Field:
    """The reference to the owner; only who is signed in can own rows."""
    if model == USER:
        return OWNER
    raise UsageError(
        f"rows belong to whoever is signed in, and that is no {model!r}",
        hint=f"write --owned-by {USER}; another model is referred to by a field: author:ref=Author",
    )


def refuse_names_of_owner(fields: Iterable[Field]) -> None:
    for field in fields:
        if {field.name, field.column} & {OWNER.name, OWNER.column}:
            raise UsageError(
                f"'{to_text(field)}' and --owned-by {USER} both make '{field.column}'",
                hint="leave the field out, or call another user something else: assignee:ref=User",
            )
