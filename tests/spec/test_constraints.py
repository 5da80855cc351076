from collections.abc import Callable
from decimal import Decimal

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.constraints import Bounds, Lengths
from fastapi_backend_builder.spec.modifiers import read_modifiers
from fastapi_backend_builder.spec.numeric import Numeric
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import LENGTH_LIMITS, FieldType, Number

Refused = Callable[..., UsageError]


def lengths(type_: FieldType, text: str) -> Lengths:
    return Lengths.read(type_, read_modifiers(type_, Piece.whole(text).split(":")))


def bounds(numeric: Numeric, text: str) -> Bounds:
    return Bounds.read(numeric, read_modifiers(numeric.type, Piece.whole(text).split(":")))


INT = Numeric(FieldType.INT)
FLOAT = Numeric(FieldType.FLOAT)
CENTS = Numeric(FieldType.DECIMAL, 4, 2)


def test_both_lengths_are_read() -> None:
    assert lengths(FieldType.STR, "min=2:max=9") == Lengths(2, 9)


@pytest.mark.parametrize(
    ("type_", "longest"),
    [
        (FieldType.STR, 255),
        (FieldType.EMAIL, 254),
        (FieldType.URL, 2083),
        (FieldType.TEXT, 100_000),
        (FieldType.BYTES, None),
        (FieldType.INT, None),
    ],
)
def test_a_type_has_its_own_longest_value(type_: FieldType, longest: int | None) -> None:
    assert lengths(type_, "optional").max == longest


@pytest.mark.parametrize("type_", LENGTH_LIMITS)
def test_the_limit_of_a_type_is_a_length_and_one_more_is_not(
    type_: FieldType, refused: Refused
) -> None:
    limit = LENGTH_LIMITS[type_]

    assert lengths(type_, f"max={limit}").max == limit
    assert f"to {limit}" in refused(lengths, type_, f"max={limit + 1}").hint


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "ten", "\uff19", "9" * 5000])
def test_what_is_no_length_is_refused(text: str, refused: Refused) -> None:
    assert "is not a length" in refused(lengths, FieldType.STR, f"max={text}").message


def test_a_text_can_be_empty_where_it_is_said() -> None:
    assert lengths(FieldType.STR, "min=0").min == 0


@pytest.mark.parametrize("type_", [FieldType.SLUG, FieldType.BYTES])
def test_what_is_no_plain_text_cannot(type_: FieldType, refused: Refused) -> None:
    assert "use 1 to" in refused(lengths, type_, "min=0").hint


def test_a_long_str_leads_to_text(refused: Refused) -> None:
    assert "use the type text" in refused(lengths, FieldType.STR, "max=5000").hint


@pytest.mark.parametrize("text", ["min=9:max=2", "min=300"])
def test_a_minimum_above_the_maximum_is_refused(text: str, refused: Refused) -> None:
    assert "is above the maximum" in refused(lengths, FieldType.STR, text).message


@pytest.mark.parametrize(("text", "problem"), [("a", "shorter than 2"), ("abcd", "longer than 3")])
def test_a_default_of_the_wrong_length_is_refused(
    text: str, problem: str, refused: Refused
) -> None:
    assert problem in refused(Lengths(2, 3).check, Piece.whole(text)).message


@pytest.mark.parametrize(
    ("numeric", "text", "lowest", "highest"),
    [
        (INT, "ge=1:le=9", 1, 9),
        (INT, "gt=1:lt=9", 2, 8),
        (INT, "gt=4:lt=6", 5, 5),
        (INT, "ge=0", 0, 2**31 - 1),
        (CENTS, "gt=0:lt=1", Decimal("0.01"), Decimal("0.99")),
        (FLOAT, "ge=0.5:le=0.5", 0.5, 0.5),
    ],
)
def test_bounds_say_what_the_range_is(
    numeric: Numeric, text: str, lowest: Number, highest: Number
) -> None:
    given = bounds(numeric, text)

    assert (given.lowest, given.highest) == (lowest, highest)


@pytest.mark.parametrize(
    ("numeric", "text"),
    [
        (INT, "ge=9:le=1"),
        (INT, "gt=5:lt=6"),
        (INT, "gt=2147483647"),
        (CENTS, "gt=0.01:lt=0.02"),
        (FLOAT, "gt=0.5:le=0.5"),
    ],
)
def test_bounds_with_nothing_between_are_refused(
    numeric: Numeric, text: str, refused: Refused
) -> None:
    assert "no number is within the bounds" in refused(bounds, numeric, text).message


def test_a_bound_that_the_column_cannot_hold_is_refused(refused: Refused) -> None:
    assert "does not fit" in refused(bounds, CENTS, "ge=0.001").message


def test_a_default_within_the_bounds_is_read() -> None:
    assert bounds(INT, "ge=1:lt=9").read_default(Piece.whole("8")) == 8


@pytest.mark.parametrize("text", ["0", "9"])
def test_a_default_out_of_bounds_is_refused(text: str, refused: Refused) -> None:
    error = refused(bounds(INT, "ge=1:lt=9").read_default, Piece.whole(text))

    assert "out of bounds" in error.message
    assert error.hint == "use 1 to 8"
