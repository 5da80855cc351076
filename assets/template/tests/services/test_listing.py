"""Lists: by page and by cursor, in any order."""

import math
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import InvalidError
from app.schemas.common import PageParams
from app.services import listing
from app.services.listing import Listing
from tests.models import Author, Color, Sample

SORTS = ["string", "integer", "double", "decimal", "boolean", "day", "moment", "hour", "uuid"]
SAMPLES = Listing(select(Sample), *(getattr(Sample, name) for name in [*SORTS, "color"]))
AUTHORS = Listing(select(Author), Author.name)
AFTER_B = Listing(select(Author).where(Author.name > bindparam("start")), Author.name)
START = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("tables")


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
        cursor = page.next_cursor
    return ids


class TestPages:
    async def test_a_list_that_is_short_needs_no_counting(self, db: AsyncSession) -> None:
        await add(db, "a", "b", "c")

        first = await AUTHORS.page(db, PageParams(1, 2))
        last = await AUTHORS.page(db, PageParams(2, 2))

        assert [author.name for author in [*first.items, *last.items]] == ["a", "b", "c"]
        assert (first.total, first.pages, last.total, last.pages) == (3, 2, 3, 2)

    @pytest.mark.parametrize(("page", "total"), [(1, 0), (3, 0)])
    async def test_an_empty_list_is_counted_too(
        self, db: AsyncSession, page: int, total: int
    ) -> None:
        assert (await AUTHORS.page(db, PageParams(page, 2))).total == total

    async def test_beyond_the_end_there_is_nothing(self, db: AsyncSession) -> None:
        await add(db, "a", "b", "c")

        page = await AUTHORS.page(db, PageParams(9, 2))

        assert (page.items, page.total, page.next_cursor) == ([], 3, None)

    async def test_the_statement_has_parameters_of_its_own(self, db: AsyncSession) -> None:
        await add(db, "a", "b", "c", "d")

        page = await AFTER_B.page(db, PageParams(1, 1), start="b")

        assert ([author.name for author in page.items], page.total) == (["c"], 2)


class TestTotal:
    @pytest.fixture(autouse=True)
    async def many(self, tables: None, db: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listing, "MAX_COUNTED", 3)
        await add(db, *"abcdefg")

    @pytest.fixture
    def authors(self) -> Listing[Author]:
        return Listing(select(Author))

    async def test_counting_has_an_end(self, db: AsyncSession, authors: Listing[Author]) -> None:
        page = await authors.page(db, PageParams(1, 1))

        assert (page.total, page.total_exact) == (3, False)

    async def test_it_is_no_less_than_what_was_seen(
        self, db: AsyncSession, authors: Listing[Author]
    ) -> None:
        page = await authors.page(db, PageParams(5, 1))

        assert (page.total, page.total_exact) == (6, False)

    async def test_it_is_exact_where_that_is_asked_for(
        self, db: AsyncSession, authors: Listing[Author]
    ) -> None:
        for cursor in (None, ""):
            page = await authors.page(db, PageParams(1, 1, cursor, exact_total=True))

            assert (page.total, page.total_exact) == (7, True)

    async def test_after_a_cursor_nothing_is_counted(
        self, db: AsyncSession, authors: Listing[Author]
    ) -> None:
        page = await authors.page(db, PageParams(1, 1, ""))

        assert (page.page, page.total, page.pages) == (None, None, None)


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

    async def test_it_is_for_its_own_order(self, db: AsyncSession) -> None:
        await add(db, "a", "b")
        page = await AUTHORS.page(db, PageParams(1, 1, "", "name"))

        with pytest.raises(InvalidError, match="cursor"):
            await AUTHORS.page(db, PageParams(1, 1, page.next_cursor, "-name"))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"null",
            b'["moment", "2026-01-31T09:30:00", 1]',
            b'["moment", "2026-01-31T09:30:00Z"]',
            b'["moment", "0001-01-01T00:00:00+14:00", 1]',
            b'["moment", "9999-12-31T23:59:59-14:00", 1]',
            b'["moment", "2026-01-31T09:30:00Z", "x"]',
            b'["name", "2026-01-31T09:30:00Z", 1]',
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


@pytest.mark.parametrize("sort", ["", "-", "country", "--name", "name ", "__class__"])
async def test_nothing_else_is_sorted_by(db: AsyncSession, sort: str) -> None:
    with pytest.raises(InvalidError, match="id, -id, name, -name") as error:
        await AUTHORS.page(db, PageParams(1, 1, sort=sort))

    assert (error.value.field, error.value.location) == ("sort", "query")
