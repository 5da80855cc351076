"""Of large rows, a page and a part of an export have as many as are not too large together."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import InvalidError
from kit.schemas.common import PageParams
from kit.services import listing
from kit.services.batches import SIZE, Batches, Selection
from kit.services.listing import Listing, Page
from tests.kit.models import Label, Sample

pytestmark = pytest.mark.usefixtures("tables")

SAMPLES = Listing(select(Sample), Sample.integer)
LABELS = Listing(select(Label))

# With what else there is, as the null of a document, two of them are within the budget.
BUDGET = 250
LARGE = 100


@pytest.fixture(autouse=True)
def budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_BYTES", BUDGET)
    monkeypatch.setattr(listing, "PART_BYTES", BUDGET)
    monkeypatch.setattr(listing, "UNMEASURED", 3)


async def add(db: AsyncSession, *rows: dict[str, Any]) -> list[int]:
    samples = [Sample(**row) for row in rows]
    db.add_all(samples)
    await db.commit()
    return [sample.id for sample in samples]


LARGE_VALUES = [
    {"text": "a" * LARGE},
    {"text": "ü" * (LARGE // 2)},
    {"blob": bytes(LARGE)},
    {"json": ["a" * LARGE]},
]


@pytest.mark.parametrize("row", LARGE_VALUES, ids=["text", "characters", "bytes", "document"])
async def test_a_page_by_cursor_ends_early_and_the_next_goes_on(
    db: AsyncSession, row: dict[str, Any]
) -> None:
    ids = await add(db, row, row, {"text": "small"}, row, row, row)

    pages: list[list[int]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await SAMPLES.page(db, PageParams(1, 10, cursor))
        assert page.size == 10
        pages.append([row.id for row in page.items])
        cursor = page.next_cursor

    assert pages == [ids[:3], ids[3:5], ids[5:]]


async def test_a_page_by_number_is_refused_and_one_of_the_size_that_it_names_is_not(
    db: AsyncSession,
) -> None:
    ids = await add(db, *[{"text": "a" * LARGE}] * 4)

    with pytest.raises(InvalidError, match="ask for at most 2, or by `cursor`") as refusal:
        await SAMPLES.page(db, PageParams(1, 10))

    assert (refusal.value.field, refusal.value.location) == ("size", "query")
    page = await SAMPLES.page(db, PageParams(2, 2))
    assert [row.id for row in page.items] == ids[2:]


async def test_what_is_within_the_budget_is_there(db: AsyncSession) -> None:
    ids = await add(db, *[{"text": "a"}] * 5)

    page = await SAMPLES.page(db, PageParams(1, 4, sort="-integer"))

    assert ([row.id for row in page.items], page.total) == (ids[:0:-1], 5)


async def test_one_row_may_be_larger(db: AsyncSession) -> None:
    ids = await add(db, *[{"text": "a" * 2 * BUDGET}] * 2)

    page = await SAMPLES.page(db, PageParams(1, 10, ""))

    assert [row.id for row in page.items] == ids[:1]


async def test_a_part_of_an_export_is_bounded_too(app: FastAPI, db: AsyncSession) -> None:
    ids = await add(db, *[{"text": "a" * LARGE}] * 5)

    parts = Batches(app.state.database, SAMPLES, Selection())

    assert [[row.id for row in part] async for part in parts] == [ids[:2], ids[2:4], ids[4:]]


async def test_the_next_part_is_looked_for_among_twice_as_many_rows_as_fitted(
    app: FastAPI, db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    part = Listing.part

    async def noted(listing: Any, db: AsyncSession, params: PageParams, *more: Any) -> Page[Any]:
        asked.append(params.size)
        return await part(listing, db, params, *more)

    monkeypatch.setattr(Listing, "part", noted)
    await add(db, *[{"text": "a" * LARGE}] * 3, *[{"text": "a"}] * 10)

    found = [len(rows) async for rows in Batches(app.state.database, SAMPLES, Selection())]

    assert (asked, found) == ([SIZE, 4, 8], [2, 4, 7])


async def test_a_page_of_few_rows_is_not_measured(db: AsyncSession) -> None:
    ids = await add(db, *[{"text": "a" * LARGE}] * 3)

    page = await SAMPLES.page(db, PageParams(1, 3))

    assert [row.id for row in page.items] == ids


async def test_rows_that_cannot_be_large_are_not_measured(
    db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_BYTES", 1)
    db.add_all([Label(name="a" * 50) for _ in range(5)])
    await db.commit()

    assert len((await LABELS.page(db, PageParams(1, 10))).items) == 5
