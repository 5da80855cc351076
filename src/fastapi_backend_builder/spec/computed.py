"""What no request sets and every row has: a rule of the service makes it for a new row."""

from decimal import Decimal

from fastapi_backend_builder.spec.constraints import Bounds
from fastapi_backend_builder.spec.modifiers import Modifiers
from fastapi_backend_builder.spec.types import FieldType

# The types of which a random value is as good as unique, with the least `max=` for that.
ROOM = {
    FieldType.STR: 8,
    FieldType.TEXT: 8,
    FieldType.SLUG: 10,
    FieldType.EMAIL: 28,
    FieldType.URL: 36,
}
# Of whole numbers, where random ones are to be unique.
FEWEST_NUMBERS = 1_000_000
_UNIQUE = (*ROOM, FieldType.INT, FieldType.BIGINT, FieldType.UUID)


def why_no_rule(
    type_: FieldType, modifiers: Modifiers, max_length: int | None, bounds: Bounds
) -> str | None:
    """Why no first rule could be written; the service can still set it later."""
    if type_ is FieldType.REF:
        return "no rule says which row it refers to"
    if max_length is not None and max_length < ROOM.get(type_, 0):
        return f"no rule makes so short a value; max={ROOM[type_]} is enough"
    return _why_not_unique(type_, modifiers, bounds) if "unique" in modifiers else None


def _why_not_unique(type_: FieldType, modifiers: Modifiers, bounds: Bounds) -> str | None:
    if type_ not in _UNIQUE:
        return f"no rule makes a unique {type_}"
    if "pattern" in modifiers:
        return "no rule makes a unique text of a pattern, and no request has to match it"
    is_number = type_ in (FieldType.INT, FieldType.BIGINT)
    if is_number and bounds.count < Decimal(FEWEST_NUMBERS):
        return f"no rule makes unique numbers of less than {FEWEST_NUMBERS} values"
    return None
