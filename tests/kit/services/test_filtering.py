"""Lists that are narrowed: by what, to what, and together with cursors, totals and owners."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import MISSING, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import InvalidError
from kit.schemas.common import FilterSchema, PageParams
from kit.services import listing
from kit.services.listing import Listing
from tests.kit.models import Color, Sample
from tests.kit.services.lists import sample


class Filters(FilterSchema):
    string: str | MISSING = MISSING
    string_like: str | MISSING = MISSING
    text_like: str | MISSING = MISSING
    integer: int | MISSING = MISSING
    double_gt: float | MISSING = MISSING
    double_le: float | MISSING = MISSING
    decimal_ge: Decimal | MISSING = MISSING
    decimal_lt: Decimal | MISSING = MISSING
    boolean: bool | MISSING = MISSING
    day: date | MISSING = MISSING
    moment_ge: datetime | MISSING = MISSING
    moment_lt: datetime | MISSING = MISSING
    hour_gt: time | MISSING = MISSING
    uuid: UUID | MISSING = MISSING
    color: Color | MISSING = MISSING


LIST = Listing(select(Sample), Sample.integer, filters=Filters, search=(Sample.string, Sample.text))


async def found(db: AsyncSession, **filters: Any) -> list[int]:
    page = await LIST.page(db, PageParams(1, 100), Filters(**filters))
    return [row.id - 1 for row in page.items]


class TestFilters:
    @pytest.fixture(autouse=True)
    async def samples(self, tables: None, db: AsyncSession) -> None:
        for number in range(6):
            db.add(sample(number))
            await db.flush()
        await db.commit()

    @pytest.mark.parametrize(
        ("filters", "numbers"),
        [
            ({}, [0, 1, 2, 3, 4, 5]),
            ({"string": "ä1"}, [1, 4]),
            ({"integer": "1"}, [1, 3, 5]),
            ({"double_gt": "1", "double_le": "1.5"}, [4]),
            ({"decimal_ge": "0.25", "decimal_lt": "0.75"}, [1, 2]),
            ({"boolean": "false"}, [1, 3, 5]),
            ({"day": "2026-01-31"}, [0, 1]),
            ({"moment_ge": "2026-02-01T00:04:00Z"}, [2, 3, 4, 5]),
            ({"moment_lt": "2026-02-01T01:04:00+01:00"}, [0, 1]),
            ({"hour_gt": "23:30"}, [1]),
            ({"uuid": UUID(int=1)}, [1, 5]),
            ({"color": "red", "integer": 0}, []),
            ({"color": "red", "string": "ä0"}, [3]),
        ],
    )
    async def test_they_leave_the_rows_that_pass_all_of_them(
        self, db: AsyncSession, filters: dict[str, Any], numbers: list[int]
    ) -> None:
        assert await found(db, **filters) == numbers

    async def test_a_cursor_leads_through_what_they_leave(self, db: AsyncSession) -> None:
        filters = Filters(color=Color.RED)

        first = await LIST.page(db, PageParams(1, 2, "", "-id"), filters)
        rest = await LIST.page(db, PageParams(1, 2, first.next_cursor, "-id"), filters)

        assert [row.id - 1 for row in [*first.items, *rest.items]] == [5, 3, 1]
        assert rest.next_cursor is None

    @pytest.mark.parametrize("others", [{}, {"color": "blue"}, {"color": "red", "integer": 1}])
    async def test_a_cursor_is_for_its_own_filters(
        self, db: AsyncSession, others: dict[str, Any]
    ) -> None:
        page = await LIST.page(db, PageParams(1, 2, ""), Filters(color=Color.RED))

        with pytest.raises(InvalidError) as error:
            await LIST.page(db, PageParams(1, 2, page.next_cursor), Filters(**others))

        assert (error.value.field, error.value.location) == ("cursor", "query")

    async def test_what_they_leave_is_counted(self, db: AsyncSession) -> None:
        filters = Filters(color=Color.RED)

        for params in (PageParams(1, 1), PageParams(1, 1, "", exact_total=True)):
            assert (await LIST.page(db, params, filters)).total == 3

    async def test_more_sets_of_them_than_are_kept_are_no_problem(
        self, db: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "MAX_NARROWED", 1)
        some = Listing(select(Sample), filters=Filters)

        for _ in range(2):
            for filters, total in (({"color": "red"}, 3), ({"integer": 0}, 3), ({}, 6)):
                page = await some.page(db, PageParams(1, 100), Filters.model_validate(filters))
                assert page.total == total


@pytest.mark.usefixtures("tables")
class TestParts:
    @pytest.mark.parametrize(
        ("part", "names"),
        [
            ("", ["50% off", "5_0/x", "500 OFF", "\\5"]),
            ("off", ["50% off", "500 OFF"]),
            ("0%", ["50% off"]),
            ("5_", ["5_0/x"]),
            ("0/", ["5_0/x"]),
            ("\\", ["\\5"]),
            ("' OR 1=1 --", []),
        ],
    )
    @pytest.mark.parametrize("name", ["string", "text"])
    async def test_a_part_is_taken_literally_but_for_case(
        self, db: AsyncSession, name: str, part: str, names: list[str]
    ) -> None:
        for value in ("50% off", "5_0/x", "500 OFF", "\\5"):
            db.add(Sample(**{name: value}))
            await db.flush()

        page = await LIST.page(db, PageParams(1, 9), Filters(**{f"{name}_like": part}))

        assert [getattr(row, name) for row in page.items] == names

    async def test_nothing_is_no_part(self, db: AsyncSession) -> None:
        db.add(Sample(string=None))
        await db.flush()

        page = await LIST.page(db, PageParams(1, 9), Filters(string_like=""))

        assert page.items == []


class TestSchema:
    @pytest.mark.parametrize("name", ["colour", "integer_near", "integer_", "like", "metadata"])
    def test_a_filter_of_no_column_is_an_error_when_the_list_is_made(self, name: str) -> None:
        schema = type("Wrong", (FilterSchema,), {"__annotations__": {name: int}})

        with pytest.raises(TypeError, match="filters no column of Sample"):
            Listing(select(Sample), filters=schema)

    def test_what_is_of_the_page_is_no_filter(self) -> None:
        query = {"page": "x", "size": "", "sort": "-id", "cursor": "", "exact_total": "1"}

        assert Filters.model_validate(query).model_dump() == {}

    @pytest.mark.parametrize("name", ["colour", "pages", "model_config", "id"])
    def test_what_is_not_declared_is_refused(self, name: str) -> None:
        with pytest.raises(ValidationError, match="Extra inputs"):
            Filters.model_validate({name: "1"})


@pytest.mark.usefixtures("tables")
class TestSearch:
    @pytest.fixture(autouse=True)
    async def texts(self, tables: None, db: AsyncSession) -> None:
        """Rows 1 to 4, with a text of each kind, or without."""
        for string, text in (("War", "50% OFF"), ("5_0/x", None), (None, "warfare"), (None, None)):
            db.add(Sample(string=string, text=text, integer=1))
            await db.flush()
        await db.commit()

    async def found(self, db: AsyncSession, q: str, **filters: Any) -> list[int]:
        page = await LIST.page(db, PageParams(1, 9, q=q), Filters(**filters))
        return [row.id for row in page.items]

    @pytest.mark.parametrize(
        ("q", "ids"),
        [
            ("war", [1, 3]),
            ("WARF", [3]),
            ("50% off", [1]),
            ("%", [1]),
            ("_", [2]),
            ("/", [2]),
            ("war off", []),
            ("' OR 1=1 --", []),
            ("", [1, 2, 3, 4]),
        ],
    )
    async def test_a_part_of_any_text_is_found_literally_but_for_case(
        self, db: AsyncSession, q: str, ids: list[int]
    ) -> None:
        assert await self.found(db, q) == ids

    async def test_filters_narrow_it_further(self, db: AsyncSession) -> None:
        assert await self.found(db, "war", string_like="w") == [1]
        assert await self.found(db, "war", integer=2) == []

    async def test_a_cursor_leads_through_what_is_found(self, db: AsyncSession) -> None:
        first = await LIST.page(db, PageParams(1, 1, "", q="war", exact_total=True))
        rest = await LIST.page(db, PageParams(1, 1, first.next_cursor, q="war"))

        assert [row.id for row in [*first.items, *rest.items]] == [1, 3]
        assert (first.total, rest.next_cursor) == (2, None)

    @pytest.mark.parametrize(
        ("q", "filters"),
        [(None, {}), ("wa", {}), ("war", {"integer": 1}), (None, {"string": "war"})],
    )
    async def test_a_cursor_is_for_its_own_search(
        self, db: AsyncSession, q: str | None, filters: dict[str, Any]
    ) -> None:
        first = await LIST.page(db, PageParams(1, 1, "", q="war"))
        params = PageParams(1, 1, first.next_cursor, q=q)

        with pytest.raises(InvalidError) as error:
            await LIST.page(db, params, Filters(**filters))

        assert (error.value.field, error.value.location) == ("cursor", "query")
