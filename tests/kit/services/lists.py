"""Lists, rows for them, and a walk through one."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.schemas.common import PageParams
from kit.services.listing import Listing
from tests.kit.models import Author, Color, Sample

SORTS = ["string", "integer", "double", "decimal", "boolean", "day", "moment", "hour", "uuid"]
SAMPLES = Listing(select(Sample), *(getattr(Sample, name) for name in [*SORTS, "color"]))
AUTHORS = Listing(select(Author), Author.name)
AFTER_B = Listing(select(Author).where(Author.name > bindparam("start")), Author.name)
START = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)


def sample(number: int) -> Sample:
    moment = START + timedelta(minutes=17 * number)
    return Sample(
        string=f"ä{number % 3}",
        integer=number % 2,
        double=number / 3,
        decimal=Decimal(number) / 4,
        boolean=number % 2 == 0,
        day=moment.date(),
        moment=moment,
        hour=moment.time(),
        uuid=UUID(int=number % 4),
        color=Color.RED if number % 2 else Color.BLUE,
    )


async def add(db: AsyncSession, *names: str) -> None:
    db.add_all([Author(name=name) for name in names])
    await db.commit()


async def walk(db: AsyncSession, some: Listing[Any], sort: str, size: int = 2) -> list[int]:
    """The ids on all pages, from cursor to cursor."""
    ids: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await some.page(db, PageParams(1, size, cursor, sort))
        ids += [row.id for row in page.items]
        assert len(ids) < 1000, "it does not end"
        cursor = page.next_cursor
    return ids
