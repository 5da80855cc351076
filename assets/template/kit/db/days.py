"""What asyncpg needs to be told to store the days that psycopg stores."""

from datetime import date
from typing import Any

from sqlalchemy import Engine, event

# PostgreSQL counts days from here.
EPOCH = date(2000, 1, 1).toordinal()
INFINITIES = {-(2**31): date.min, 2**31 - 1: date.max}


def store_days(engine: Engine) -> None:
    event.listen(engine, "connect", _set_codec)


def _set_codec(connection: Any, _: object) -> None:
    """By itself it takes 0001-01-01 and 9999-12-31 for infinities, which psycopg cannot read."""
    connection.run_async(
        lambda driver_connection: driver_connection.set_type_codec(
            "date", schema="pg_catalog", encoder=_to_days, decoder=_to_date, format="tuple"
        )
    )


def _to_days(day: date) -> tuple[int]:
    return (day.toordinal() - EPOCH,)


def _to_date(days: tuple[int]) -> date:
    # Somebody else may have stored infinities.
    return INFINITIES.get(days[0]) or date.fromordinal(days[0] + EPOCH)
