"""A whole list in parts."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.services import batches
from kit.services.listing import Listing
from tests.kit.models import Author
from tests.kit.services.lists import AFTER_B, AUTHORS, add

pytestmark = pytest.mark.usefixtures("tables")


async def parts(
    app: FastAPI, listing: Listing[Author], sort: str, **values: Any
) -> list[list[str]]:
    found = batches.Batches(app.state.database, listing, batches.Selection(sort), **values)
    return [[author.name for author in part] async for part in found]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SIZE", 2)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("id", [["c", "a"], ["b"]]), ("name", [["a", "b"], ["c"]]), ("-name", [["c", "b"], ["a"]])],
)
async def test_each_row_is_in_one_of_them_in_the_order_of_the_list(
    app: FastAPI, db: AsyncSession, sort: str, expected: list[list[str]]
) -> None:
    await add(db, "c", "a", "b")

    assert await parts(app, AUTHORS, sort) == expected


async def test_an_empty_list_is_an_empty_part(app: FastAPI) -> None:
    assert await parts(app, AUTHORS, "id") == [[]]


async def test_the_list_has_values_of_its_own(app: FastAPI, db: AsyncSession) -> None:
    await add(db, "a", "b", "c")

    assert await parts(app, AFTER_B, "id", start="b") == [["c"]]


async def test_what_is_written_meanwhile_and_still_ahead_is_there(
    app: FastAPI, db: AsyncSession
) -> None:
    await add(db, "a", "b", "d")
    found = batches.Batches(app.state.database, AUTHORS, batches.Selection("name"))
    first = await anext(found)

    await add(db, "c")

    rest = [author.name async for part in found for author in part]
    assert [author.name for author in first] + rest == ["a", "b", "c", "d"]
