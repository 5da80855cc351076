"""Values, written as Python."""

from datetime import date, datetime, time
from decimal import Decimal

from fastapi_backend_builder.spec.arguments import member_name
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.types import NOW, TODAY, FieldType


def literal(value: object) -> str:
    """The value as a Python expression, with double quotes, as ruff and black have them."""
    match value:
        case str() if '"' not in value and "\\" not in value and value.isprintable():
            return f'"{value}"'
        case Decimal():
            return f'Decimal("{value}")'
        case datetime():
            return f"datetime({_date(value)}, {_time(value)}, tzinfo=UTC)"
        case date():
            return f"date({_date(value)})"
        case time():
            return f"time({_time(value)})"
    return repr(value)


def raw_literal(value: str) -> str:
    """The same without doubled backslashes, where there are any."""
    return f'r"{value}"' if "\\" in value and '"' not in value else literal(value)


def default(field: Field, enum_class: str) -> str:
    """The default as a Python expression: a function where each row has its own."""
    if field.default is NOW:
        return "utc_now"
    if field.default is TODAY:
        return "date.today"
    if field.type is FieldType.ENUM:
        return f"{enum_class}.{member_name(str(field.default))}"
    if field.type is FieldType.DECIMAL:
        return literal(in_column(field, Decimal(str(field.default))))
    return literal(field.default)


def in_column(field: Field, value: Decimal) -> Decimal:
    """The decimal with all the places of its column."""
    return value.quantize(Decimal(1).scaleb(-(field.scale or 0)))


def has_computed_default(field: Field) -> bool:
    return field.default in (NOW, TODAY)


def _date(value: date) -> str:
    return f"{value.year}, {value.month}, {value.day}"


def _time(value: datetime | time) -> str:
    parts = [value.hour, value.minute, value.second, value.microsecond]
    while len(parts) > 2 and not parts[-1]:  # noqa: PLR2004 - hour and minute always stand there
        parts.pop()
    return ", ".join(map(str, parts))
