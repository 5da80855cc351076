"""Lists by cursor, in any order."""

import math
from base64 import urlsafe_b64encode
from operator import attrgetter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import InvalidError
from kit.schemas.common import PageParams
from kit.services.listing import Listing
from tests.kit.models import Sample
from tests.kit.services.lists import AUTHORS, SAMPLES, SORTS, add, sample, walk

pytestmark = pytest.mark.usefixtures("tables")


def turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def with_id(sort: str) -> list[str]:
    """What rows are sorted by in the end."""
    *others, last = sort.split(",")
    if last.strip("-") == "id":
        return [*others, last]
    return [*others, last, "-id" if last.startswith("-") else "id"]


class TestCursor:
    @pytest.mark.parametrize("down", ["", "-"])
    @pytest.mark.parametrize("name", ["id", *SORTS, "color"])
    async def test_it_leads_through_all_rows_in_order(
        self, db: AsyncSession, name: str, down: str
    ) -> None:
        db.add_all([sample(number) for number in range(7)])
        await db.commit()

        ids = await walk(db, SAMPLES, down + name)

        one_page = await SAMPLES.page(db, PageParams(1, 100, sort=down + name))
        assert ids == [row.id for row in one_page.items]
        assert len(set(ids)) == 7

    @pytest.mark.parametrize("down", [False, True])
    @pytest.mark.parametrize("names", ["string,-integer", "-color,uuid,-string", "boolean,-id"])
    async def test_it_leads_through_columns_that_go_up_and_down(
        self, db: AsyncSession, names: str, down: bool
    ) -> None:
        db.add_all([sample(number % 7) for number in range(14)])
        await db.commit()
        sort = ",".join(map(turned, names.split(","))) if down else names

        ids = await walk(db, SAMPLES, sort)

        rows = (await SAMPLES.page(db, PageParams(1, 100))).items
        for name in reversed(with_id(sort)):
            rows = sorted(rows, key=attrgetter(name.strip("-")), reverse=name.startswith("-"))
        assert ids == [row.id for row in rows]

    @pytest.mark.parametrize(
        ("name", "values"),
        [("double", [1e300, math.inf, math.inf]), ("blob", [b"", b"\xff\x00", b"\xff\x01"])],
    )
    async def test_it_holds_what_json_does_not(
        self, db: AsyncSession, name: str, values: list[Any]
    ) -> None:
        db.add_all([Sample(**{name: value}) for value in values])
        await db.commit()

        ids = await walk(db, Listing(select(Sample), getattr(Sample, name)), name, size=1)

        assert ids == sorted(ids)
        assert len(ids) == 3

    async def test_it_has_nothing_to_do_with_page_numbers(self, db: AsyncSession) -> None:
        await add(db, "a", "b", "c")

        page = await AUTHORS.page(db, PageParams(3, 1, ""))

        assert [author.name for author in page.items] == ["a"]

    async def test_new_rows_shift_nothing(self, db: AsyncSession) -> None:
        await add(db, "b", "d", "f")
        first = await AUTHORS.page(db, PageParams(1, 2, "", "name"))
        await add(db, "a", "c", "e")

        rest = await AUTHORS.page(db, PageParams(1, 9, first.next_cursor, "name"))

        assert [author.name for author in first.items] == ["b", "d"]
        assert [author.name for author in rest.items] == ["e", "f"]

    async def test_a_row_that_is_gone_is_still_a_place(self, db: AsyncSession) -> None:
        await add(db, "a", "b", "c")
        first = await AUTHORS.page(db, PageParams(1, 2, "", "name"))
        await db.delete(first.items[1])
        await db.commit()

        rest = await AUTHORS.page(db, PageParams(1, 2, first.next_cursor, "name"))

        assert [author.name for author in rest.items] == ["c"]

    @pytest.mark.parametrize("sort", ["-name", "name,id", "name,-id", "id"])
    async def test_it_is_for_its_own_order(self, db: AsyncSession, sort: str) -> None:
        await add(db, "a", "b")
        page = await AUTHORS.page(db, PageParams(1, 1, "", "name"))

        with pytest.raises(InvalidError, match="cursor"):
            await AUTHORS.page(db, PageParams(1, 1, page.next_cursor, sort))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"null",
            b'["moment", "2026-01-31T09:30:00", 1, ""]',
            b'["moment", "2026-01-31T09:30:00Z", ""]',
            b'["moment", "0001-01-01T00:00:00+14:00", 1, ""]',
            b'["moment", "9999-12-31T23:59:59-14:00", 1, ""]',
            b'["moment", "2026-01-31T09:30:00Z", "x", ""]',
            b'["name", "2026-01-31T09:30:00Z", 1, ""]',
            b"\xff",
        ],
    )
    async def test_a_forged_one_is_refused(self, db: AsyncSession, content: bytes) -> None:
        cursor = urlsafe_b64encode(content).decode() or "="

        with pytest.raises(InvalidError, match="cursor"):
            await SAMPLES.page(db, PageParams(1, 1, cursor, "moment"))

    @pytest.mark.parametrize("cursor", ["*", "é", "a", "\0"])
    async def test_what_is_none_is_refused(self, db: AsyncSession, cursor: str) -> None:
        with pytest.raises(InvalidError, match="cursor"):
            await SAMPLES.page(db, PageParams(1, 1, cursor))
