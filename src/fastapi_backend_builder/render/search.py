"""The texts that a list is searched in, and what the generated tests look for in them."""

from collections.abc import Iterator

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.filters import LONGEST_PART
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType

TEXTS = (FieldType.STR, FieldType.TEXT)

# What is shorter could be in another text by chance.
SHORTEST = 6


def searched_in(resource: Resource) -> list[Field]:
    """All that are shown."""
    return [field for field in resource.fields if field.type in TEXTS and not field.private]


def search_case(searched: list[Field]) -> tuple[str, str] | None:
    """A column, and a value of it, as Python, that no row has anywhere else."""
    return next(_cases(searched), None)


def _cases(searched: list[Field]) -> Iterator[tuple[str, str]]:
    others = [text for field in searched for text in _texts_of_rows(field)]
    for field in searched:
        if field.pattern or field.readonly or (field.min_length or 0) > LONGEST_PART:
            continue
        _, value = samples.body_values(field)
        asked = value.strip('"')
        if len(asked) >= SHORTEST and not any(asked in other for other in others):
            yield field.column, value


def _texts_of_rows(field: Field) -> list[str]:
    """What factories write, but for the numbers that make it unique."""
    return field.examples if field.pattern else [samples.body_values(field)[0].strip('"')]
