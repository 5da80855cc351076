"""How the rows of a resource are kept: what their ids are, and what deleting them does."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text

# The column in which a row is marked as deleted.
DELETED_AT = "deleted_at"

INT, UUID = "int", "uuid"


def has_uuid(id_type: str | None) -> bool:
    """Whether the ids are UUIDs; they are integers unless it is said."""
    if id_type in (None, INT, UUID):
        return id_type == UUID
    raise UsageError(
        f"{id_type!r} is no type of ids",
        hint=f"write --id {UUID}; {INT} is what they are without it",
    )


def refuse_names_of_soft_delete(fields: Iterable[Field]) -> None:
    for field in fields:
        if DELETED_AT in (field.name, field.column):
            raise UsageError(
                f"'{to_text(field)}' and --soft-delete both make '{DELETED_AT}'",
                hint="leave the field out, or call another moment something else: removed_at",
            )
