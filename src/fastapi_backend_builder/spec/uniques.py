"""Fields whose every value is one row's alone, although there are few values."""

from collections.abc import Iterable
from decimal import Decimal

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.constraints import Bounds
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.names import Noun
from fastapi_backend_builder.spec.sides import is_of_itself
from fastapi_backend_builder.spec.types import NUMBERS, FieldType

# So many rows does a test make that are of one kind and refer to each other, and a request.
FEWEST_OF_ITSELF = 6


def refuse_few(noun: Noun, fields: Iterable[Field], attributes: Iterable[Field]) -> None:
    """Where rows refer to others of their kind, there have to be several at once."""
    if not any(is_of_itself(noun, field) for field in attributes):
        return
    for field in fields:
        if field.unique and (count := _count(field)) < FEWEST_OF_ITSELF:
            raise UsageError(
                f"'{to_text(field)}' lets only {count:f} rows be there, which refer to each other",
                hint=f"leave out unique, or make room for {FEWEST_OF_ITSELF} values",
            )


def _count(field: Field) -> Decimal:
    """How many values it can have, as far as they are few."""
    if field.type in NUMBERS:
        return Bounds(field.numeric, field.ge, field.gt, field.le, field.lt).count
    if field.type is FieldType.ENUM:
        return Decimal(len(field.enum_values))
    return Decimal(len(field.examples)) if field.pattern else Decimal("inf")
