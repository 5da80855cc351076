from collections.abc import Callable
from decimal import Decimal

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.numeric import Numeric, format_number
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import FieldType, Number

Refused = Callable[..., UsageError]

INT = Numeric(FieldType.INT)
BIGINT = Numeric(FieldType.BIGINT)
FLOAT = Numeric(FieldType.FLOAT)
PRICE = Numeric(FieldType.DECIMAL, 10, 2)


@pytest.mark.parametrize(
    ("numeric", "text", "number"),
    [
        (INT, "-2147483648", -(2**31)),
        (INT, "2147483647", 2**31 - 1),
        (BIGINT, "9223372036854775807", 2**63 - 1),
        (FLOAT, "1e-9", 1e-9),
        (FLOAT, "-0.5", -0.5),
        (PRICE, "99999999.99", Decimal("99999999.99")),
        (PRICE, "9.500", Decimal("9.5")),
        (Numeric(FieldType.DECIMAL, 2, 2), "0.99", Decimal("0.99")),
    ],
)
def test_a_number_that_fits_is_read(numeric: Numeric, text: str, number: Number) -> None:
    assert numeric.read(Piece.whole(text)) == number


@pytest.mark.parametrize(
    ("numeric", "text"),
    [
        (INT, "2147483648"),
        (INT, "9" * 5000),
        (BIGINT, "-9223372036854775809"),
        (FLOAT, "1e999"),
        (PRICE, "100000000"),
        (PRICE, "9.999"),
        (PRICE, "9" * 5000),
        (Numeric(FieldType.DECIMAL, 2, 2), "1"),
    ],
)
def test_a_number_that_the_column_cannot_hold_is_refused(
    numeric: Numeric, text: str, refused: Refused
) -> None:
    assert refused(numeric.read, Piece.whole(text)).hint


@pytest.mark.parametrize("numeric", [INT, FLOAT, PRICE])
@pytest.mark.parametrize("text", ["", "ten", "1_000", "+1", "\uff11", "nan", "inf", " 1", "1\n"])
def test_what_is_no_plain_number_is_refused(numeric: Numeric, text: str, refused: Refused) -> None:
    assert " is not a " in refused(numeric.read, Piece.whole(text)).message


@pytest.mark.parametrize(
    ("numeric", "number", "neighbour"),
    [
        (INT, 5, 6),
        (FLOAT, 1.0, 1.0000000000000002),
        (PRICE, Decimal(5), Decimal("5.01")),
    ],
)
def test_neighbours_are_one_step_apart(numeric: Numeric, number: Number, neighbour: Number) -> None:
    assert numeric.after(number) == neighbour
    assert numeric.before(neighbour) == number


def test_the_limits_of_a_decimal_are_all_its_digits() -> None:
    assert PRICE.limits == (Decimal("-99999999.99"), Decimal("99999999.99"))


@pytest.mark.parametrize(
    ("number", "text"), [(10, "10"), (1e-09, "1e-09"), (Decimal("0.00000001"), "0.00000001")]
)
def test_a_number_is_written_as_it_is_read(number: Number, text: str) -> None:
    assert format_number(number) == text
