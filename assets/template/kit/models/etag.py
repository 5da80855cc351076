"""Versions of rows, as the tags that HTTP has for them."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import inspect

from kit.models.base import BaseModel

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ANY = "*"

ETags = frozenset[str]


def etag_of(row: BaseModel) -> str:
    """Which row it is, when it was last written, and what the database took since then."""
    written = (row.updated_at - EPOCH) // MICROSECOND
    # Not the references themselves: they may be private.
    cleared = "".join(f"-{getattr(row, name) is None:d}" for name in _clearable(type(row)))
    linked = "".join(f"-{len(getattr(row, name)):x}" for name in _linked(type(row)))
    return f'"{row.id}-{written:x}{cleared}{linked}"'


def tags_of(if_match: str) -> ETags | None:
    """One of these a row must have; None where anything will do."""
    # A weak tag keeps its W/ here, and so matches none of ours, which are strong.
    return None if if_match == ANY else frozenset(re.findall(r'(?:W/)?"[^"]*"', if_match))


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether a client that sends this header has this version."""
    return if_none_match == ANY or etag in re.findall(r'"[^"]*"', if_none_match)


@cache
def _clearable(model: type[BaseModel]) -> tuple[str, ...]:
    """The references that become null when their target is deleted."""
    return tuple(
        attribute.key
        for attribute in inspect(model).column_attrs
        if any(key.ondelete == "SET NULL" for key in attribute.columns[0].foreign_keys)
    )


@cache
def _linked(model: type[BaseModel]) -> tuple[str, ...]:
    """The links that are shown with a row; some go when their target is deleted."""
    return tuple(
        relationship.key
        for relationship in inspect(model).relationships
        if relationship.secondary is not None and relationship.lazy == "selectin"
    )
