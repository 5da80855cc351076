"""Which of a resource's fields a promise is about."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kit.testing.contract.fields import Field, Links, Reference
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


def refusing(contract: type[Declared]) -> Iterator[AnyField]:
    """Fields with values that no request may hold."""
    return (field for field in contract.fields if field.is_written and bad_values(field))


def bad_values(field: AnyField) -> Sequence[Any]:
    return field.bad if isinstance(field, Field) else ("nobody",)


def of_one_row(contract: type[Declared]) -> Iterator[str]:
    return (one for one in contract.operations if one in OF_ONE_ROW)


def of_all_rows(contract: type[Declared]) -> Iterator[str]:
    return (one for one in contract.operations if one not in OF_ONE_ROW)


def is_taken_once(field: AnyField) -> bool:
    return field.unique and field.is_written
