"""The fields by which a list is narrowed, and what the generated tests try with them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.schema import SchemaField
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import NUMBERS, FieldType
from fastapi_backend_builder.spec.wordlist import words

BOUNDS = ("ge", "gt", "le", "lt")
LIKE = "like"

# What a list's query has already, for its page.
PAGE_NAMES = words("cursor exact_total include page q size sort")

RANGES = NUMBERS | {FieldType.DATE, FieldType.DATETIME, FieldType.TIME}
LONG_TEXTS = frozenset({FieldType.STR, FieldType.URL})
TEXTS = LONG_TEXTS | {FieldType.EMAIL, FieldType.TEXT}
# A fraction or a moment is hardly ever hit; for long texts there has to be an index.
NEVER_EQUAL = frozenset(
    {
        *(FieldType.FLOAT, FieldType.DECIMAL, FieldType.DATETIME),
        *(FieldType.TEXT, FieldType.JSON, FieldType.BYTES),
    }
)

# In a URL all is text, which the types of bodies refuse for numbers.
IN_URL = {
    FieldType.BOOL: "bool",
    FieldType.INT: "QueryInt32",
    FieldType.BIGINT: "QueryInt64",
    FieldType.FLOAT: "FiniteFloat",
    FieldType.REF: "Id",
}
LONGEST_PART = 255


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter of a list's query: a column and what is asked of it, "" for its value."""

    field: Field
    word: str
    resource: Resource

    @property
    def name(self) -> str:
        return f"{self.field.column}_{self.word}" if self.word else self.field.column

    @property
    def type(self) -> str:
        if self.word == LIKE:
            return "TextPart"
        if self.field.type is FieldType.DECIMAL:
            return f"Annotated[Decimal, Numeric({self.field.precision}, {self.field.scale})]"
        if self.field.is_stripped:  # What is asked for is no value to be kept.
            return f"Annotated[str, Field(max_length={self.field.max_length})]"
        return IN_URL.get(self.field.value_type) or SchemaField(self.field, self.resource).accepted

    @property
    def invalid(self) -> str:
        """A value that is refused, as Python source."""
        if self.word == LIKE:
            return f'"x" * {LONGEST_PART + 1}'
        too_long = f'"x" * {(self.field.max_length or 0) + 1}'
        return too_long if self.field.type is FieldType.STR else _INVALID[self.field.type]

    @property
    def takes_whole_values(self) -> bool:
        """Whether a value of a row is not too long to be asked for."""
        return self.word != LIKE or (self.field.min_length or 0) <= LONGEST_PART


_INVALID = samples.INVALID_VALUES | {FieldType.DECIMAL: '"NaN"', FieldType.FLOAT: '"inf"'}


def filters_of(resource: Resource) -> list[Filter]:
    taken = {field.column for field in resource.columns}
    # What no answer shows must not be found out by asking for it.
    shown = [f for f in resource.fields if not (f.private or f == resource.parent)]
    wanted = (Filter(f, word, resource) for f in shown for word in _words(f))
    return [
        filter_ for filter_ in wanted if filter_.name not in (taken if filter_.word else PAGE_NAMES)
    ]


def _words(field: Field) -> Iterator[str]:
    has_index = field.index or field.unique
    if field.type not in NEVER_EQUAL and (has_index or field.type not in LONG_TEXTS):
        yield ""
    if field.type in RANGES:
        yield from BOUNDS
    if field.type in TEXTS:
        yield LIKE


@dataclass(frozen=True, slots=True)
class Case:
    """Of two rows, of which the second has another `value`, the filter finds the one at `found`."""

    filter: Filter
    value: str
    asked: str
    found: int


def cases(filters: list[Filter]) -> list[Case]:
    """For what is the same in all rows that factories make, and so has to be changed first."""
    return [
        case
        for filter_ in filters
        if not (filter_.field.unique or filter_.field.readonly)
        and filter_.field.type is not FieldType.REF
        and filter_.takes_whole_values
        if (case := _case(filter_))
    ]


def _case(filter_: Filter) -> Case | None:
    first, second = samples.body_values(filter_.field)
    if first == second:
        return None
    if filter_.word == LIKE:
        return Case(filter_, second, f"{_enclosed(second)}.upper()", 1)
    if not filter_.word:
        is_folded = filter_.field.type is FieldType.EMAIL
        asked = f"{_enclosed(second)}.upper()" if is_folded else second
        return Case(filter_, second, asked, 1)
    low, high = (0, 1) if _is_less(filter_.field, first, second) else (1, 0)
    found = high if filter_.word.startswith("g") else low
    other = 1 - found
    limit = found if filter_.word.endswith("e") else other
    return Case(filter_, second, (first, second)[limit], found)


def _enclosed(expression: str) -> str:
    """The expression so that a method of its value can be called."""
    is_sum = isinstance(ast.parse(expression, mode="eval").body, ast.BinOp)
    return f"({expression})" if is_sum else expression


def _is_less(field: Field, first: str, second: str) -> bool:
    if field.type not in NUMBERS:
        return first < second
    return Decimal(first.strip('"')) < Decimal(second.strip('"'))


def own_values(filters: list[Filter]) -> dict[str, list[str]]:
    """For what each row has a value of its own in: the filters that find a row by it alone."""
    found: dict[str, list[str]] = {}
    for filter_ in filters:
        is_own = filter_.field.unique or filter_.field.type is FieldType.REF
        if is_own and filter_.word not in {"gt", "lt"} and filter_.takes_whole_values:
            found.setdefault(filter_.field.column, []).append(filter_.name)
    return found


def invalid_of(filters: list[Filter]) -> list[tuple[str, str]]:
    """For each column, one of its filters and a value that it refuses."""
    first = {filter_.field.column: filter_ for filter_ in reversed(filters)}
    return [(filter_.name, filter_.invalid) for filter_ in reversed(first.values())]
