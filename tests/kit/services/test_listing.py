"""Lists by page, in any order."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.schemas.common import PageParams
from kit.services import pages
from kit.services.listing import Listing
from tests.kit.models import Author
from tests.kit.services.lists import AFTER_B, AUTHORS, SAMPLES, add, sample

pytestmark = pytest.mark.usefixtures("tables")


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
        monkeypatch.setattr(pages, "MAX_COUNTED", 3)
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


async def test_equal_values_of_one_column_are_sorted_by_the_next(db: AsyncSession) -> None:
    db.add_all([sample(number) for number in range(6)])
    await db.commit()

    page = await SAMPLES.page(db, PageParams(1, 9, sort="-integer,string"))

    values = [(row.integer, row.string) for row in page.items]
    assert values == [(1, "ä0"), (1, "ä1"), (1, "ä2"), (0, "ä0"), (0, "ä1"), (0, "ä2")]


async def test_more_orders_than_are_kept_are_no_problem(
    db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(db, "b", "a")
    monkeypatch.setattr(pages, "MAX_ORDERS", 1)
    authors = Listing(select(Author), Author.name)

    for _ in range(2):
        for sort, ids in (("name", [2, 1]), ("-name", [1, 2])):
            page = await authors.page(db, PageParams(1, 9, sort=sort))
            assert [author.id for author in page.items] == ids


@pytest.mark.parametrize(
    "sort",
    [
        *("", "-", "country", "--name", "name ", "__class__"),
        *("name,", ",name", "name, id", "name,country", "name,id,name"),
    ],
)
async def test_nothing_else_is_sorted_by(db: AsyncSession, sort: str) -> None:
    with pytest.raises(ValueError, match="id, -id, name, -name"):
        await AUTHORS.page(db, PageParams(1, 1, sort=sort))


@pytest.mark.parametrize("sort", ["name,name", "name,-name", "-id,id"])
async def test_nothing_is_sorted_by_the_same_twice(db: AsyncSession, sort: str) -> None:
    with pytest.raises(ValueError, match="twice"):
        await AUTHORS.page(db, PageParams(1, 1, sort=sort))


async def test_nothing_is_sorted_by_more_than_some(db: AsyncSession) -> None:
    with pytest.raises(ValueError, match="3 at most"):
        await SAMPLES.page(db, PageParams(1, 1, sort="string,integer,double,day"))
