"""Fields of every type with every flag and key that goes with it, each pair of them together."""

from collections.abc import Iterator
from itertools import combinations, product

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import parse_field
from fastapi_backend_builder.spec.types import FieldType

TYPES = {
    FieldType.DECIMAL: "decimal=9.3",
    FieldType.ENUM: "enum=draft/in-progress/None",
    FieldType.REF: "ref=User",
    FieldType.MANY: "many=User",
}
# What can be said of a field, one of each line; the parser knows what fits.
CHOICES = (
    ("", "optional"),
    ("", "unique", "index"),
    ("", "private", "readonly"),
    ("", "min=2", "min=0"),
    ("", "max=30"),
    ("", "pattern=[a-z]{2,20}"),
    ("", "ge=-5", "gt=2"),
    ("", "le=900000", "lt=800000"),
    ("", "cascade", "on_delete=restrict", "on_delete=set_null"),
)
DEFAULTS = {
    FieldType.STR: "some",
    FieldType.TEXT: "some",
    FieldType.SLUG: "a-b",
    FieldType.BOOL: "true",
    FieldType.DATE: "today",
    FieldType.DATETIME: "now",
    FieldType.TIME: "0930",
    FieldType.ENUM: "in-progress",
}


def fields() -> Iterator[str]:
    """All of them without their names: `str:optional:max=30`."""
    for type_ in FieldType:
        yield from _of(type_)


def _of(type_: FieldType) -> Iterator[str]:
    """The fewest that were found in which every two choices meet that may."""
    text = TYPES.get(type_, type_)
    choices = (*CHOICES, ("", f"default={DEFAULTS.get(type_, 5)}"))
    alone = [[word for word in choice if _fits(text, "optional", word)] for choice in choices]
    possible = [words for words in product(*alone) if _fits(text, *words)]
    missing = {pair for words in possible for pair in _pairs(words)}
    while missing:
        best = max(possible, key=lambda words: len(missing & _pairs(words)))
        missing -= _pairs(best)
        yield _joined(text, best)


def _pairs(words: tuple[str, ...]) -> set[tuple[tuple[int, str], ...]]:
    return set(combinations(enumerate(words), 2))


def _joined(text: str, words: tuple[str, ...]) -> str:
    return ":".join([text, *filter(None, words)])


def _fits(text: str, *words: str) -> bool:
    """Whether the parser takes these; `optional` may be said twice here."""
    try:
        parse_field(f"name:{_joined(text, tuple(dict.fromkeys(words)))}")
    except UsageError:
        return False
    return True
