from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.schemas.types import Moment, fixed_scale

moment: TypeAdapter[datetime] = TypeAdapter(Moment)
price: TypeAdapter[Decimal] = TypeAdapter(Annotated[Decimal, fixed_scale(2)])


def test_a_moment_is_kept_in_utc() -> None:
    kept = moment.validate_python("2026-01-31T01:30:00+02:00")

    assert kept == datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    assert kept.tzinfo is UTC


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_utc_cannot_tell_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="out of range"):
        moment.validate_python(value)


@pytest.mark.parametrize(
    ("given", "kept"), [("1", "1.00"), ("1E+2", "100.00"), ("0.1", "0.10"), ("-0", "0.00")]
)
def test_a_decimal_is_answered_as_it_will_be_read(given: Any, kept: str) -> None:
    assert str(price.validate_python(given)) == kept
