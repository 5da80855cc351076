"""Values of every type, by compiled statements and by the session."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.exc import DataError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query, rows_of
from tests.kit.models import VALUES, Sample

EVERY_VALUE = [(name, value) for name, values in VALUES.items() for value in [*values, None]]
# Neither database compares documents.
COMPARABLE = [(name, values[0]) for name, values in VALUES.items() if name != "json"]

pytestmark = pytest.mark.usefixtures("tables")


class TestTypes:
    @pytest.mark.parametrize(("name", "value"), EVERY_VALUE)
    async def test_a_value_comes_back_as_it_went_in(
        self, db: AsyncSession, other: AsyncSession, name: str, value: Any
    ) -> None:
        sample = Sample(**{name: value})
        await rows_of(Sample).insert(db, sample)
        await db.commit()

        compiled = await rows_of(Sample).get(other, sample.id)
        column = getattr(Sample, name)
        ordinary = await other.scalar(select(column).where(Sample.id == sample.id))

        assert getattr(sample, name) == value
        assert getattr(compiled, name) == value
        assert ordinary == value
        assert type(getattr(compiled, name)) is type(ordinary)

    @pytest.mark.parametrize(("name", "value"), COMPARABLE)
    async def test_a_value_can_be_asked_for(self, db: AsyncSession, name: str, value: Any) -> None:
        sample = Sample(**{name: value})
        db.add(sample)
        column = getattr(Sample, name)

        found = await Query(select(Sample).where(column == bindparam("value"))).all(db, value=value)

        assert found == [sample]

    @pytest.mark.parametrize("day", VALUES["day"])
    async def test_a_day_is_stored_as_itself(self, db: AsyncSession, day: date) -> None:
        await rows_of(Sample).insert(db, Sample(day=day))

        assert await db.scalar(select(cast(Sample.day, Text))) == str(day)

    @pytest.mark.parametrize("moment", [datetime.min, datetime.max])
    @pytest.mark.parametrize("compiled", [True, False])
    async def test_a_moment_that_would_be_an_infinity_is_refused(
        self, db: AsyncSession, moment: datetime, compiled: bool
    ) -> None:
        sample = Sample(moment=moment.replace(tzinfo=UTC))

        if not compiled:
            db.add(sample)
        write = rows_of(Sample).insert(db, sample) if compiled else db.flush()

        with pytest.raises((ValueError, StatementError), match="the first or the last"):
            await write

    @pytest.mark.usefixtures("fast_path")
    @pytest.mark.parametrize("big", [2**63, -(2**63) - 1])
    async def test_what_no_column_holds_is_refused(self, db: AsyncSession, big: int) -> None:
        with pytest.raises(DataError):
            await rows_of(Sample).insert(db, Sample(big=big))
