"""Defaults: the values that can be written inside a field, and how they are written."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from fastapi_backend_builder.spec.numeric import format_number
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import NOW, TODAY, Default, DefaultMarker, FieldType

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BOOLS = {"true": True, "false": False}

# Colons separate the parts of a field, so times are in ISO 8601's basic form.
_DATE_HINT = "write a date such as 2026-01-31, or today"
_TIME_HINT = "write a time without colons, such as 0930 or 093000"
_DATETIME_HINT = "write it without colons and with its zone, such as 2026-01-31T0930Z, or now"


def read_literal(type_: FieldType, piece: Piece) -> Default:
    """Read the default of a type that is neither a number nor an enum."""
    return _READERS.get(type_, _read_text)(piece)


def format_default(value: Default) -> str:
    """Write a default such that reading it gives the same value."""
    match value:
        case DefaultMarker():
            return value.value
        case bool():
            return str(value).lower()
        case datetime() | date() | time():
            return value.isoformat().replace(":", "").replace("+0000", "Z")
        case str():
            return value
        case _:
            return format_number(value)


def _read_text(piece: Piece) -> str:
    return piece.text


def _read_slug(piece: Piece) -> str:
    if not _SLUG.fullmatch(piece.text):
        raise piece.error(
            f"'{piece.text}' is not a slug", hint="use lower case, digits and single hyphens"
        )
    return piece.text


def _read_bool(piece: Piece) -> bool:
    if piece.text not in _BOOLS:
        raise piece.error(f"'{piece.text}' is not a bool", hint="write true or false")
    return _BOOLS[piece.text]


def _read_date(piece: Piece) -> Default:
    if piece.text == TODAY.value:
        return TODAY
    try:
        return date.fromisoformat(piece.text)
    except ValueError:
        raise piece.error(f"'{piece.text}' is not a date", hint=_DATE_HINT) from None


def _read_time(piece: Piece) -> time:
    try:
        value = time.fromisoformat(piece.text)
    except ValueError:
        raise piece.error(f"'{piece.text}' is not a time", hint=_TIME_HINT) from None
    if value.tzinfo is not None:
        raise piece.error(f"the time '{piece.text}' has a zone", hint=_TIME_HINT)
    return value


def _read_datetime(piece: Piece) -> Default:
    if piece.text == NOW.value:
        return NOW
    try:
        value = datetime.fromisoformat(piece.text)
        in_utc = value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise piece.error(f"'{piece.text}' is not a datetime", hint=_DATETIME_HINT) from None
    if value.tzinfo is None:
        raise piece.error(f"the datetime '{piece.text}' has no zone", hint=_DATETIME_HINT)
    if in_utc.replace(tzinfo=None) in (datetime.min, datetime.max):
        raise piece.error(f"'{piece.text}' stands for infinity in PostgreSQL", hint="take another")
    return in_utc


_READERS: dict[FieldType, Callable[[Piece], Default]] = {
    FieldType.SLUG: _read_slug,
    FieldType.BOOL: _read_bool,
    FieldType.DATE: _read_date,
    FieldType.TIME: _read_time,
    FieldType.DATETIME: _read_datetime,
}
