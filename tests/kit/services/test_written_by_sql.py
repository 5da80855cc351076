"""Rows that SQL wrote, beside rows of the same moments that the application wrote."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from pydantic import MISSING
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.schemas.common import FilterSchema, PageParams
from kit.schemas.types import Moment, NaiveTime
from kit.services.listing import Listing
from tests.kit.models import Sample
from tests.kit.services.lists import walk

WHOLE = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
MOMENTS = (WHOLE, WHOLE.replace(microsecond=120_000), WHOLE.replace(microsecond=123_456))
TEXTS = ("2026-01-31 09:30:00", "2026-01-31 09:30:00.120", "2026-01-31 09:30:00.123456")


class Filters(FilterSchema):
    moment: Moment | MISSING = MISSING
    moment_ge: Moment | MISSING = MISSING
    moment_gt: Moment | MISSING = MISSING
    moment_le: Moment | MISSING = MISSING
    moment_lt: Moment | MISSING = MISSING
    hour: NaiveTime | MISSING = MISSING
    hour_ge: NaiveTime | MISSING = MISSING
    hour_gt: NaiveTime | MISSING = MISSING
    hour_le: NaiveTime | MISSING = MISSING
    hour_lt: NaiveTime | MISSING = MISSING


LIST = Listing(select(Sample), Sample.moment, Sample.hour, filters=Filters)


pytestmark = pytest.mark.usefixtures("tables", "samples")


@pytest.fixture
async def samples(db: AsyncSession) -> None:
    """Each moment twice: by SQL at the odd ids, by the application at the even ones."""
    utc = "+00" if db.get_bind().dialect.name == "postgresql" else ""
    for number, (moment, written) in enumerate(zip(MOMENTS, TEXTS, strict=True)):
        values = f"'{written}{utc}', '{written.partition(' ')[2]}'"
        row = f"({2 * number + 1}, {values})"
        await db.execute(text(f"INSERT INTO _samples (id, moment, hour) VALUES {row}"))  # noqa: S608
        db.add(Sample(id=2 * number + 2, moment=moment, hour=moment.time()))
        await db.flush()
    await db.commit()


async def found(db: AsyncSession, **filters: Any) -> list[int]:
    page = await LIST.page(db, PageParams(1, 100), Filters(**filters))
    return [row.id for row in page.items]


@pytest.mark.parametrize("number", range(len(MOMENTS)))
@pytest.mark.parametrize("name", ["moment", "hour"])
async def test_a_filter_finds_equal_moments_alike(db: AsyncSession, name: str, number: int) -> None:
    value = MOMENTS[number] if name == "moment" else MOMENTS[number].time()
    before, after = 2 * number + 1, 2 * number + 3

    assert await found(db, **{name: value}) == [before, before + 1]
    assert await found(db, **{f"{name}_ge": value}) == [*range(before, 7)]
    assert await found(db, **{f"{name}_gt": value}) == [*range(after, 7)]
    assert await found(db, **{f"{name}_le": value}) == [*range(1, after)]
    assert await found(db, **{f"{name}_lt": value}) == [*range(1, before)]


@pytest.mark.parametrize("sort", ["moment", "hour", "-moment", "-hour,-id"])
async def test_equal_moments_are_sorted_by_the_id(db: AsyncSession, sort: str) -> None:
    ids = await walk(db, LIST, sort, size=1)

    assert ids == ([1, 2, 3, 4, 5, 6] if not sort.startswith("-") else [6, 5, 4, 3, 2, 1])


async def test_the_session_finds_them_too(db: AsyncSession) -> None:
    rows = await db.scalars(
        select(Sample.id).where(Sample.moment <= WHOLE, Sample.hour == time(9, 30))
    )

    assert [*rows] == [1, 2]


async def test_they_are_read_as_the_same(db: AsyncSession) -> None:
    rows = (await db.scalars(select(Sample).order_by(Sample.id))).all()

    assert [row.moment for row in rows[::2]] == [row.moment for row in rows[1::2]] == [*MOMENTS]
