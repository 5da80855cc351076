from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.literals import format_default, read_literal
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import NOW, TODAY, Default, FieldType

Refused = Callable[..., UsageError]

LITERALS = [
    (FieldType.STR, "", ""),
    (FieldType.STR, "to do", "to do"),
    (FieldType.SLUG, "first-post", "first-post"),
    (FieldType.BOOL, "true", True),
    (FieldType.BOOL, "false", False),
    (FieldType.DATE, "2026-01-31", date(2026, 1, 31)),
    (FieldType.DATE, "today", TODAY),
    (FieldType.TIME, "093000", time(9, 30)),
    (FieldType.DATETIME, "2026-01-31T093000Z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
    (FieldType.DATETIME, "now", NOW),
]


@pytest.mark.parametrize(("type_", "text", "value"), LITERALS)
def test_a_literal_is_read(type_: FieldType, text: str, value: Default) -> None:
    assert read_literal(type_, Piece.whole(text)) == value


@pytest.mark.parametrize(("type_", "text", "value"), LITERALS)
def test_a_value_is_written_as_it_is_read(type_: FieldType, text: str, value: Default) -> None:
    assert (type_, format_default(value)) == (type_, text)


def test_a_datetime_is_kept_in_utc() -> None:
    value = read_literal(FieldType.DATETIME, Piece.whole("2026-01-31T0930+0200"))

    assert format_default(value) == "2026-01-31T073000Z"


@pytest.mark.parametrize(
    ("type_", "text", "hint"),
    [
        (FieldType.SLUG, "First Post", "lower case"),
        (FieldType.SLUG, "", "lower case"),
        (FieldType.BOOL, "True", "write true or false"),
        (FieldType.DATE, "now", "or today"),
        (FieldType.DATE, "2026-02-30", "2026-01-31"),
        (FieldType.TIME, "9", "0930"),
        (FieldType.TIME, "0930Z", "0930"),
        (FieldType.DATETIME, "2026-01-31T0930", "with its zone"),
        (FieldType.DATETIME, "today", "or now"),
        (FieldType.DATETIME, "0001-01-01T0000+0100", "with its zone"),
        (FieldType.DATETIME, "0001-01-01T0000Z", "take another"),
        (FieldType.DATETIME, "9999-12-31T235959.999999Z", "take another"),
    ],
)
def test_what_is_not_of_the_type_is_refused(
    type_: FieldType, text: str, hint: str, refused: Refused
) -> None:
    assert hint in refused(read_literal, type_, Piece.whole(text)).hint
