"""Values of a field for the generated tests: good, other and bad ones, as Python source."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from fastapi_backend_builder.render.literals import in_column, literal
from fastapi_backend_builder.spec.arguments import member_name
from fastapi_backend_builder.spec.constraints import Bounds
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.patterns import characters
from fastapi_backend_builder.spec.types import (
    INTEGER_LIMITS,
    LENGTH_LIMITS,
    NUMBERS,
    FieldType,
    Number,
)

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
# The same, where the field has no room for more.
SHORTEST_AROUND = {
    FieldType.EMAIL: ("", ".", "@b.co"),
    FieldType.URL: ("http://a.b/", "-", ""),
}
# Of the numbers that tell the rows of one run of the tests apart.
MAX_DIGITS = 6
MAX_ROWS = 100_000
# Numbers that read well, the best first.
SIMPLE_NUMBERS = ("1", "2", "-1", "-2", "0.5", "0.25")
# Longer runs of one character are written as a multiplication.
LONGEST_RUN = 20
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
        ends = literal(field.enum_values[0]), literal(field.enum_values[-1])
        return ends[::-1] if field.unique else ends
    if field.type is FieldType.BYTES:
        return _base64(b"a", _size(field)), _base64(b"b", _size(field))
    if field.type in JSON_VALUES:
        return JSON_VALUES[field.type]
    if field.pattern:
        return _folded(field.examples[-1]), _folded(field.examples[0])
    other = "new" if field.name.startswith("o") else "other"
    return _text(field, field.name), _text(field, f"{other}_{field.name}")


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
        return _factory_member(field, enum_class)
    if field.type is FieldType.BYTES:
        return _run(b"a", _size(field))
    if field.type in PYTHON_VALUES:
        plain = PYTHON_VALUES[field.type]
        return UNIQUE_PYTHON_VALUES.get(field.type, plain) if field.unique else plain
    if field.pattern:
        return _factory_example(field)
    return _factory_text(field)


def first_number(field: Field) -> str:
    """Zero, or what is near it within the bounds, as the model has it."""
    low, high = _limits(field)
    return _in_python(field, type(low)(0) if low <= 0 <= high else _numbers(field)[0])


def invalid_values(field: Field) -> list[str]:
    """Values that no request may hold."""
    values = [INVALID_VALUES[field.type]] if field.type in INVALID_VALUES else []
    if field.type in LIMITS and field.ge is None and field.le is None:
        values.append(LIMITS[field.type])
    if field.type in TEXTS and field.max_length and field.max_length < LONGEST_TOO_LONG:
        values.append(f'"x" * {field.max_length + 1}')
    if field.is_stripped:
        values.append('" "')
    if field.type in TEXTS and (field.min_length or 0) > field.is_stripped:
        values.append(_run("x", (field.min_length or 0) - 1))
    if field.pattern:
        values += islice(_unlike_the_pattern(field, field.pattern), 1)
    return values + [_in_json(field, number) for number in _out_of_bounds(field)]


def _unlike_the_pattern(field: Field, pattern: str) -> Iterator[str]:
    """Of a length that the pattern's own texts have, so that nothing else is wrong with them."""
    length = len(field.examples[-1])
    used = characters(pattern)
    return (_run(character, length) for character in "?x0_~" if length and character not in used)


def _factory_member(field: Field, enum_class: str) -> str:
    """Where it is unique, the last one is left for requests."""
    members = [f"{enum_class}.{member_name(value)}" for value in field.enum_values]
    if not field.unique:
        return members[0]
    return f"({', '.join(members[:-1])})[number % {len(members) - 1}]"


def _factory_example(field: Field) -> str:
    """Where it is unique, the last one is left for requests."""
    *others, last = field.examples
    if not field.unique:
        return _folded(last)
    start = others[0][:-1]
    if others == [f"{start}{n}" for n in range(len(others))]:
        return f"{_folded(start)} + str(number % {len(others)})"
    return f"({', '.join(map(_folded, others))})[number % {len(others)}]"


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
    low, high = _limits(field)
    candidates = [*_simple_numbers(field), low, field.numeric.after(low), high]
    if _is_tight(field):
        candidates.insert(0, high)
    within = list(islice((n for n in candidates if low <= n <= high), 2))
    return within[0], within[-1]


def _simple_numbers(field: Field) -> Iterator[Number]:
    number = {FieldType.FLOAT: float, FieldType.DECIMAL: Decimal}.get(field.type, int)
    for simple in map(Decimal, SIMPLE_NUMBERS):
        if field.type is FieldType.FLOAT or simple % field.numeric.step == 0:
            yield number(simple)


def _limits(field: Field) -> tuple[Number, Number]:
    bounds = Bounds(field.numeric, field.ge, field.gt, field.le, field.lt)
    return bounds.lowest, bounds.highest


def _in_json(field: Field, value: Number) -> str:
    """Decimals travel as strings, with all the places of their column."""
    if field.type is not FieldType.DECIMAL:
        return repr(value)
    return f'"{in_column(field, Decimal(value))}"'


def _factory_number(field: Field) -> str:
    first, _ = _numbers(field)
    if not field.unique:
        return _in_python(field, first)
    low, high = map(Decimal, _limits(field))
    step = Decimal(1) if field.type is FieldType.FLOAT else field.numeric.step
    times = "" if step == 1 else f" * {literal(step)}"
    if _is_tight(field):
        return f"{_in_python(field, low)} + number % {(high - low) / step:f}{times}"
    # Beyond some size, one more is the same float.
    steps = field.type is not FieldType.FLOAT or abs(Decimal(first)) < MAX_ROWS
    for sign, furthest in (("+", MAX_ROWS * step), ("-", -MAX_ROWS * step)):
        if steps and low <= Decimal(first) + furthest <= high:
            return f"{_in_python(field, first)} {sign} number{times}"
    return f"{float(low)} + number * {float((high - low) / MAX_ROWS)}"


def _is_tight(field: Field) -> bool:
    """Whether rows use up the numbers, so that a request has the highest to itself."""
    low, high = map(Decimal, _limits(field))
    whole = field.type is not FieldType.FLOAT
    return field.unique and whole and (high - low) / field.numeric.step < 2 * MAX_ROWS


def _in_python(field: Field, value: Number) -> str:
    """Decimals with all the places of their column."""
    if field.type is FieldType.DECIMAL:
        return literal(in_column(field, Decimal(value)))
    return literal(int(value) if field.type in INTEGER_LIMITS else value)


def _size(field: Field) -> int:
    """How many bytes a value has."""
    return field.min_length or min(3, field.max_length or 3)


def _run(character: str | bytes, length: int) -> str:
    if length <= LONGEST_RUN:
        return literal(character * length)
    return f"{literal(character)} * {length}"


def _folded(text: str) -> str:
    """Long runs of one character are written as a multiplication."""
    run = re.search(rf"(.)\1{{{LONGEST_RUN},}}", text)
    if run is None:
        return literal(text)
    before, after = text[: run.start()], text[run.end() :]
    parts = [literal(before)] if before else []
    parts.append(_run(run[1], len(run[0])))
    return " + ".join([*parts, _folded(after)] if after else parts)


def _base64(byte: bytes, length: int) -> str:
    if length <= LONGEST_RUN:
        return literal(b64encode(byte * length).decode())
    # Three bytes make four characters.
    threes, rest = divmod(length, 3)
    whole = f"{literal(b64encode(byte * 3).decode())} * {threes}"
    return f"{whole} + {literal(b64encode(byte * rest).decode())}" if rest else whole


def _text(field: Field, name: str) -> str:
    """The name as a value, made as long as the field wants it and no longer."""
    start, separator, end = _around(field)
    room = None if field.max_length is None else field.max_length - len(start) - len(end)
    text = start + _worded(name, separator)[:room].strip(separator) + end
    length = field.min_length or 0
    if length - len(text) <= LONGEST_RUN:
        return literal(text.ljust(length, "x"))
    return f'{literal(text)}.ljust({length}, "x")'


def _factory_text(field: Field) -> str:
    if not field.unique:
        return _text(field, field.name)
    start, separator, end = _around(field)
    room = (field.max_length or LENGTH_LIMITS[field.type]) - len(start) - len(end)
    word = _worded(field.name, separator) + separator
    if len(word) + MAX_DIGITS > room:
        word = ""
    number = "number" if room >= MAX_DIGITS else f"number % {10**room}"
    width = (field.min_length or 0) - len(word)
    padding = f":0{width}" if width > 1 else ""
    return f'f"{start}{word}{{{number}{padding}}}{end}"'


def _around(field: Field) -> tuple[str, str, str]:
    start, separator, end = AROUND.get(field.type, ("", " ", ""))
    if field.max_length and len(start) + len(end) + MAX_DIGITS > field.max_length:
        return SHORTEST_AROUND.get(field.type, (start, separator, end))
    return start, separator, end


def _worded(name: str, separator: str) -> str:
    return separator.join(filter(None, name.split("_")))
