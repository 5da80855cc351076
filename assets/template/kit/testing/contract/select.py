"""Which of a resource's fields a promise is about."""

from collections.abc import Callable, Iterator
from typing import Any

from kit.testing.contract.fields import Default, Field, Links, Reference
from kit.testing.contract.promises import OF_ONE_ROW, Declared

AnyField = Field | Reference
Cases = Callable[[type[Declared]], Iterator[Any]]


def fields(condition: Callable[[Field], bool]) -> Cases:
    """Fields but for references."""
    return lambda contract: (
        field for field in contract.fields if isinstance(field, Field) and condition(field)
    )


def references(condition: Callable[[Reference], bool] = lambda _: True) -> Cases:
    return lambda contract: (
        field for field in contract.fields if isinstance(field, Reference) and condition(field)
    )


def any_fields(condition: Callable[[AnyField], bool]) -> Cases:
    return lambda contract: (field for field in contract.fields if condition(field))


def links(condition: Callable[[Links], bool] = lambda _: True) -> Cases:
    return lambda contract: (link for link in contract.links if condition(link))


def bad_values(contract: type[Declared]) -> Iterator[tuple[str, Any]]:
    for field in contract.fields:
        if field.is_written and isinstance(field, Field):
            yield from ((field.name, value) for value in field.bad)
        elif field.is_written:
            yield field.name, "nobody"


def closed(contract: type[Declared]) -> Iterator[str]:
    """Operations that need a sign-in."""
    return (one for one in contract.operations if one not in contract.public)


def closed_to_write(contract: type[Declared]) -> Iterator[str]:
    return (one for one in closed(contract) if one in ("create", "update", "delete"))


def of_rows_to_write(contract: type[Declared]) -> Iterator[str]:
    return (one for one in contract.operations if one in ("update", "delete"))


def of_one_row(contract: type[Declared]) -> Iterator[str]:
    return (one for one in contract.operations if one in OF_ONE_ROW)


def of_all_rows(contract: type[Declared]) -> Iterator[str]:
    return (one for one in contract.operations if one not in OF_ONE_ROW)


def is_taken_once(field: AnyField) -> bool:
    return field.unique and field.is_written


def has_default(field: Field) -> bool:
    return field.default is not Default.NONE and field.is_written
