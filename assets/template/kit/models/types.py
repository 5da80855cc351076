"""Column types that hold the same values on SQLite as on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Numeric, Time
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

# asyncpg stores them as infinities, which psycopg cannot read.
ENDS_OF_TIME = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

# SQLite gives out row ids for INTEGER PRIMARY KEY alone.
BigId = BigInteger().with_variant(Integer(), "sqlite")

# What a row can be known by: each model has the one or the other.
AnyId = int | UUID

# A Python None is stored as SQL NULL, not as the JSON value null.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class SqliteDateTime(sqlite.DATETIME):
    """Text as SQLite's own functions write it, so that texts of equal moments are equal."""

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        def to_text(value: datetime | None) -> str | None:
            if value is None:
                return None
            return value.replace(tzinfo=None).isoformat(" ", _precision(value.microsecond))

        return to_text


class SqliteTime(sqlite.TIME):
    """The same for a time of day."""

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        def to_text(value: time | None) -> str | None:
            return None if value is None else value.isoformat(_precision(value.microsecond))

        return to_text


def _precision(microsecond: int) -> str:
    """CURRENT_TIMESTAMP has no fraction, and `subsec` one of three digits."""
    if not microsecond:
        return "seconds"
    return "microseconds" if microsecond % 1000 else "milliseconds"


# A time of day, without a timezone.
PlainTime = Time().with_variant(SqliteTime(), "sqlite")  # type: ignore[no-untyped-call]


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in time: timezone-aware in, and out in UTC, as which SQLite keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return SqliteDateTime()  # type: ignore[no-untyped-call]
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime must be timezone-aware")
        moment = value.astimezone(UTC)
        if moment in ENDS_OF_TIME:
            raise ValueError("a datetime must not be the first or the last of all")
        return moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # asyncpg has them in UTC already; psycopg in the timezone of the server.
        return None if dialect.driver == "asyncpg" else super().result_processor(dialect, coltype)


class ExactDecimal(Numeric[Decimal]):
    """A decimal of a fixed scale; SQLite, which has floats alone, keeps it as an integer."""

    # Only SQLite uses these two: the drivers of PostgreSQL bring their own.

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        scale = self.scale or 0

        def to_integer(value: Decimal | None) -> int | None:
            return None if value is None else int(Decimal(value).scaleb(scale).to_integral_value())

        return to_integer

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        scale = self.scale or 0

        def to_decimal(value: int | None) -> Decimal | None:
            return None if value is None else Decimal(value).scaleb(-scale)

        return to_decimal
