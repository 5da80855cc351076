"""Values of a field for the generated tests: good, other and bad ones, as Python source."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from fastapi_backend_builder.render.literals import in_column, literal
from fastapi_backend_builder.spec.arguments import member_name
from fastapi_backend_builder.spec.constraints import Bounds
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.types import NUMBERS, FieldType, Number

# Two values of each type whose values do not depend on the field, as they stand in JSON.
JSON_VALUES = {
    FieldType.BOOL: ("True", "False"),
    FieldType.DATE: ('"2026-01-31"', '"2026-02-28"'),
    FieldType.DATETIME: ('"2026-01-31T09:30:00Z"', '"2026-02-28T18:45:00Z"'),
    FieldType.TIME: ('"09:30:00"', '"18:45:00"'),
    FieldType.UUID: (
        '"0197c1de-0000-7000-8000-000000000001"',
        '"0197c1de-0000-7000-8000-000000000002"',
    ),
    FieldType.JSON: ('{"key": "value"}', "[1, 2]"),
}
# The same, as the model has them.
PYTHON_VALUES = {
    FieldType.BOOL: "True",
    FieldType.DATE: "date(2026, 1, 31)",
    FieldType.DATETIME: "datetime(2026, 1, 31, 9, 30, tzinfo=UTC)",
    FieldType.TIME: "time(9, 30)",
    FieldType.UUID: "uuid4()",
    FieldType.JSON: '{"key": "value"}',
}
UNIQUE_PYTHON_VALUES = {
    FieldType.DATE: "date(2026, 1, 31) + timedelta(days=number)",
    FieldType.DATETIME: "datetime(2026, 1, 31, tzinfo=UTC) + timedelta(minutes=number)",
    FieldType.TIME: "time(number // 60 % 24, number % 60)",
    FieldType.UUID: "uuid4()",
}
INVALID_VALUES = {
    FieldType.INT: '"many"',
    FieldType.BIGINT: '"many"',
    FieldType.FLOAT: '"much"',
    FieldType.DECIMAL: '"much"',
    FieldType.BOOL: '"perhaps"',
    FieldType.DATE: '"yesterday"',
    FieldType.DATETIME: '"2026-01-31T09:30:00"',
    FieldType.TIME: '"noon"',
    FieldType.UUID: '"none"',
    FieldType.EMAIL: '"nobody"',
    FieldType.URL: '"nowhere"',
    FieldType.SLUG: '"Not a slug"',
    FieldType.ENUM: '"no such value"',
    FieldType.BYTES: '"not base64"',
    FieldType.REF: '"nobody"',
    FieldType.STR: "1",
    FieldType.TEXT: "1",
}
LIMITS = {FieldType.INT: "2**31", FieldType.BIGINT: "2**63"}
# Above this, a test would rather not send a value that is too long.
LONGEST_TOO_LONG = 10_000
TEXTS = (FieldType.STR, FieldType.TEXT, FieldType.SLUG, FieldType.EMAIL, FieldType.URL)
# What stands before a text's words, between them, and after them.
AROUND = {
    FieldType.SLUG: ("", "-", ""),
    FieldType.EMAIL: ("", ".", "@example.com"),
    FieldType.URL: ("https://example.com/", "-", ""),
}
# Of the numbers that tell the rows of one run of the tests apart.
MAX_DIGITS = 6
ORIGINS = {
    "Decimal": "decimal",
    "UTC": "datetime",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "uuid4": "uuid",
}


def body_values(field: Field) -> tuple[str, str]:
    """Two values that a request may hold, different where the field allows two."""
    if field.type in NUMBERS:
        first, second = _numbers(field)
        return _in_json(field, first), _in_json(field, second)
    if field.type is FieldType.ENUM:
        return literal(field.enum_values[0]), literal(field.enum_values[-1])
    if field.type is FieldType.BYTES:
        length = max(field.min_length or 3, 1)
        return _base64(b"a" * length), _base64(b"b" * length)
    if field.type in JSON_VALUES:
        return JSON_VALUES[field.type]
    return literal(_text(field, field.name)), literal(_text(field, f"other_{field.name}"))


def default_value(field: Field) -> str:
    """The default as a response shows it."""
    match field.default:
        case Decimal() as number:
            return _in_json(field, number)
        case datetime() as moment:
            return literal(moment.isoformat().replace("+00:00", "Z"))
        case date() | time() as moment:
            return literal(moment.isoformat())
        case value:
            return literal(value)


def factory_value(field: Field, enum_class: str) -> str:
    """An expression for a row; `number` stands for another one each time."""
    if field.type in NUMBERS:
        return _factory_number(field)
    if field.type is FieldType.ENUM:
        return f"{enum_class}.{member_name(field.enum_values[0])}"
    if field.type is FieldType.BYTES:
        return literal(b"a" * max(field.min_length or 3, 1))
    if field.type in PYTHON_VALUES:
        plain = PYTHON_VALUES[field.type]
        return UNIQUE_PYTHON_VALUES.get(field.type, plain) if field.unique else plain
    return _factory_text(field)


def invalid_values(field: Field) -> list[str]:
    """Values that no request may hold."""
    values = [INVALID_VALUES[field.type]] if field.type in INVALID_VALUES else []
    if field.type in LIMITS and field.ge is None and field.le is None:
        values.append(LIMITS[field.type])
    if field.type in TEXTS and field.max_length and field.max_length < LONGEST_TOO_LONG:
        values.append(f'"x" * {field.max_length + 1}')
    if field.type in TEXTS and field.min_length:
        values.append(literal("x" * (field.min_length - 1)))
    return values + [_in_json(field, number) for number in _out_of_bounds(field)]


def _out_of_bounds(field: Field) -> Iterator[Number]:
    if field.gt is not None:
        yield field.gt
    if field.ge is not None:
        yield field.numeric.before(field.ge)
    if field.lt is not None:
        yield field.lt
    if field.le is not None:
        yield field.numeric.after(field.le)


def _numbers(field: Field) -> tuple[Number, Number]:
    """Two numbers within the bounds, small and round where that is possible."""
    bounds = Bounds(field.numeric, field.ge, field.gt, field.le, field.lt)
    number = {FieldType.FLOAT: float, FieldType.DECIMAL: Decimal}.get(field.type, int)
    low, high = bounds.lowest, bounds.highest
    candidates = [number(1), number(2), low, field.numeric.after(low), high]
    within = list(islice((n for n in candidates if low <= n <= high), 2))
    return within[0], within[-1]


def _in_json(field: Field, value: Number) -> str:
    """Decimals travel as strings, with all the places of their column."""
    if field.type is not FieldType.DECIMAL:
        return repr(value)
    return f'"{in_column(field, Decimal(value))}"'


def _factory_number(field: Field) -> str:
    first, _ = _numbers(field)
    if field.type is FieldType.DECIMAL:
        first = in_column(field, Decimal(first))
    if not field.unique:
        return literal(first)
    if field.scale:
        return f"{literal(first)} + number * {literal(Decimal(1).scaleb(-field.scale))}"
    return f"{literal(first)} + number"


def _base64(value: bytes) -> str:
    return literal(b64encode(value).decode())


def _text(field: Field, name: str) -> str:
    """The name as a value, made as long as the field wants it and no longer."""
    start, separator, end = AROUND.get(field.type, ("", " ", ""))
    around = len(start) + len(end)
    room = (field.max_length or around + len(name)) - around
    word = name.replace("_", separator)[: max(room, 1)].strip(separator)
    return f"{start}{word.ljust((field.min_length or 0) - around, 'x')}{end}"


def _factory_text(field: Field) -> str:
    if not field.unique:
        return literal(_text(field, field.name))
    start, separator, end = AROUND.get(field.type, ("", " ", ""))
    around = len(start) + len(end)
    room = (field.max_length or around + MAX_DIGITS) - around - MAX_DIGITS - len(separator)
    word = field.name.replace("_", separator) + separator if room >= len(field.name) else ""
    width = (field.min_length or 0) - around - len(word)
    number = f"{{number:0{width}}}" if width > 1 else "{number}"
    return f'f"{start}{word}{number}{end}"'
