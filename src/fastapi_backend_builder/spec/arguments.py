"""What stands behind a type's name: `decimal=10.2`, `enum=open/done`, `ref=User`."""

import keyword
import re

from fastapi_backend_builder.spec.names import MAX_NAME_LENGTH, pascal_case
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import MAX_PRECISION

SELF = "self"

_PRECISION = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_ENUM_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,49}")
_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def member_name(enum_value: str) -> str:
    """The name of an enum's member: `in-progress` is IN_PROGRESS."""
    return enum_value.upper().replace("-", "_")


def read_precision(piece: Piece) -> tuple[int, int]:
    """All digits, and those after the point."""
    match = _PRECISION.fullmatch(piece.text)
    precision, scale = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= precision <= MAX_PRECISION and scale <= precision):
        raise piece.error(
            f"'{piece.text}' is no precision and scale",
            hint="write all digits and those after the point, such as decimal=10.2; "
            f"1 to {MAX_PRECISION} digits",
        )
    return precision, scale


def read_enum_values(piece: Piece) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for value in piece.split("/"):
        _refuse_enum_value(value)
        name = member_name(value.text)
        if name in seen:
            raise value.error(
                f"'{value.text}' is the same enum member as '{seen[name]}'",
                hint=f"both would be {name}: leave one out or rename it",
            )
        seen[name] = value.text
    return tuple(seen.values())


def _refuse_enum_value(value: Piece) -> None:
    if not _ENUM_VALUE.fullmatch(value.text):
        raise value.error(
            f"'{value.text}' cannot be an enum value",
            hint="separate values by /, such as enum=open/done; a value is a letter, then "
            "letters, digits, _ and -, 50 at most",
        )


def read_target(piece: Piece) -> str:
    """The class name of the model that is referred to, or `self`."""
    name = piece.text
    if name == SELF:
        return name
    if not _CLASS_NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > MAX_NAME_LENGTH:
        raise piece.error(f"'{name}' cannot be the name of a model", hint=_target_hint(name))
    return name


def _target_hint(name: str) -> str:
    proposal = pascal_case(name)
    allowed = "name a model by its class, such as User, or write self"
    if _CLASS_NAME.fullmatch(proposal) and proposal != name:
        return f"did you mean '{proposal}'? {allowed}"
    return allowed
