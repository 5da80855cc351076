"""The fields by which a list is narrowed."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    def takes_whole_values(self) -> bool:
        """Whether a value of a row is not too long to be asked for."""
        return self.word != LIKE or (self.field.min_length or 0) <= LONGEST_PART


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
