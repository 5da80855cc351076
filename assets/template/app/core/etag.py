"""Versions of rows, as the tags that HTTP has for them."""

import re
from datetime import UTC, datetime, timedelta

from app.models.base import BaseModel

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ANY = "*"

ETags = frozenset[str]


def etag_of(row: BaseModel) -> str:
    """Which row it is, and when it was last written."""
    return f'"{row.id}-{(row.updated_at - EPOCH) // MICROSECOND:x}"'


def tags_of(if_match: str) -> ETags | None:
    """One of these a row must have; None where anything will do."""
    # A weak tag keeps its W/ here, and so matches none of ours, which are strong.
    return None if if_match == ANY else frozenset(re.findall(r'(?:W/)?"[^"]*"', if_match))


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether a client that sends this header has this version."""
    return if_none_match == ANY or etag in re.findall(r'"[^"]*"', if_none_match)
