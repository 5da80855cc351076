"""The first rules for what a service computes, as Python, to be replaced by the user's own."""

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.literals import literal
from fastapi_backend_builder.spec.arguments import member_name
from fastapi_backend_builder.spec.computed import FEWEST_NUMBERS, ROOM
from fastapi_backend_builder.spec.constraints import Bounds
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import DEFAULT_LENGTHS, NUMBERS, FieldType

TEXTS = (FieldType.STR, FieldType.TEXT)
# Bytes of what is random and nobody guesses; in hexadecimal, each has two digits.
RANDOM_BYTES = 16
# JavaScript knows no larger whole numbers.
LARGEST = {FieldType.INT: 2**31 - 1, FieldType.BIGINT: 2**53 - 1}
POWERS = {2**31 - 1: "2**31 - 1", 2**53 - 1: "2**53 - 1"}

PLAIN_RULES = {
    FieldType.BOOL: "False",
    FieldType.DATE: "date.today()",
    FieldType.DATETIME: "utc_now()",
    FieldType.TIME: "utc_now().time()",
    FieldType.UUID: "uuid4()",
    FieldType.JSON: "{}",
    FieldType.EMAIL: 'f"{token_hex(8)}@example.com"',
    FieldType.URL: 'f"https://example.com/{token_hex(8)}"',
}

ORIGINS = {
    "Any": "typing",
    "Decimal": "decimal",
    "date": "datetime",
    "uuid4": "uuid",
    **dict.fromkeys(("randbelow", "token_bytes", "token_hex"), "secrets"),
}


def rule(field: Field, resource: Resource) -> str:
    """An expression in which `data` is the request."""
    if field.type in PLAIN_RULES:
        return PLAIN_RULES[field.type]
    if field.type in NUMBERS:
        return _number(field)
    if field.type is FieldType.ENUM:
        return f"{resource.enum_class(field)}.{member_name(field.enum_values[0])}"
    if field.type is FieldType.BYTES:
        return f"token_bytes({min(RANDOM_BYTES, field.max_length or RANDOM_BYTES)})"
    if field.pattern:
        return literal(field.examples[0])
    source = _source(resource)
    return _slug(field, source) if field.type is FieldType.SLUG else _text(field, source)


def _source(resource: Resource) -> Field | None:
    """The first text that each request has: what a row is called, as a rule."""
    texts = [f for f in resource.fields if f.type in TEXTS and f.required and not f.private]
    return min(texts, key=lambda field: TEXTS.index(field.type), default=None)


def _slug(field: Field, source: Field | None) -> str:
    if source is None:
        return _random(field)
    is_usual = field.max_length == DEFAULT_LENGTHS[FieldType.SLUG]
    longest = "" if is_usual else f", {field.max_length}"
    return f"{'unique_slug' if field.unique else 'slug_of'}(data.{source.name}{longest})"


def _text(field: Field, source: Field | None) -> str:
    if field.unique or source is None:
        return _random(field)
    longest, most = field.max_length or 0, source.max_length or 0
    # What is cut off may end in white space, and is then still shorter.
    is_cut = most > longest
    if _shortest(field) > (min(_shortest(source), 1) if is_cut else _shortest(source)):
        return _random(field)
    end = ".rstrip()" if field.is_stripped else ""
    return f"data.{source.name}" + (f"[:{longest}]{end}" if is_cut else "")


def _shortest(field: Field) -> int:
    """The length that any value has at least."""
    return field.min_length or int(field.min_length is None and field.is_stripped)


def _random(field: Field) -> str:
    longest, shortest = field.max_length or ROOM[field.type], field.min_length or 0
    size = max(min(RANDOM_BYTES, longest // 2), (shortest + 1) // 2)
    return f"token_hex({size})" + (f"[:{longest}]" if 2 * size > longest else "")


def _number(field: Field) -> str:
    if not field.unique:
        return samples.first_number(field)
    bounds = Bounds(field.numeric, field.ge, field.gt, field.le, field.lt)
    low, high = int(bounds.lowest), min(int(bounds.highest), LARGEST[field.type])
    first = 1 if low <= 1 and high >= FEWEST_NUMBERS else low
    count = high - first + 1
    return f"{first} + randbelow({POWERS.get(count, f'{count:_}')})"
