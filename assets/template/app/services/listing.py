"""Lists of rows: a page by its number, or what comes after a cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.exceptions import InvalidError
from app.db.compiled import Query
from app.schemas.common import FilterSchema, PageParams
from app.services.cursor import Cursor
from app.services.filtering import filters_of

T = TypeVar("T")
U = TypeVar("U")

# Counting takes as long as the list is, and few want to know how far it goes beyond this.
MAX_COUNTED = 10_000

# Statements are kept for so many sets of filters, the last that were used.
MAX_NARROWED = 100

LIMIT = bindparam("list_limit", type_=BigInteger)
OFFSET = bindparam("list_offset", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; where `total` is not exact, there are at least so many."""

    items: Sequence[T]
    size: int
    next_cursor: str | None
    page: int | None = None
    total: int | None = None
    total_exact: bool = True

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page, of what its items are turned into."""
        items = [change(item) for item in self.items]
        return Page(items, self.size, self.next_cursor, self.page, self.total, self.total_exact)

    @property
    def pages(self) -> int | None:
        if self.page is None or self.total is None:
            return None
        return -(-self.total // self.size)


class Listing(Generic[T]):
    """A select as a list that clients page through, by id or by one of the `sorts`.

    A column to sort by has an index, and no NULL in it: so a cursor finds its place at once.
    `filters` is the schema of what narrows the list.
    """

    def __init__(
        self,
        statement: Select[T],
        *sorts: InstrumentedAttribute[Any],
        filters: type[FilterSchema] | None = None,
    ) -> None:
        model = statement.column_descriptions[0]["entity"]
        self._statement = statement.order_by(None)
        self._columns: list[InstrumentedAttribute[Any]] = [model.id, *sorts]
        self._filters = filters_of(filters, model)
        self._narrowed = lru_cache(MAX_NARROWED)(self._narrow)

    async def page(
        self,
        db: AsyncSession,
        params: PageParams,
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> Page[T]:
        """What the client asks for; `values` are those of the statement's own parameters."""
        if filters is None or not (given := filters.model_dump()):
            return await self._narrowed().page(db, params, values)
        for name, value in given.items():
            values[self._filters[name].key] = self._filters[name].value(value)
        return await self._narrowed(*given).page(db, params, values, _digest(filters))

    def _narrow(self, *names: str) -> "_List[T]":
        """The list as these filters leave it; clients choose which, so not all are kept."""
        conditions = (self._filters[name].condition for name in names)
        return _List(self._statement.where(*conditions), self._columns)


class _List(Generic[T]):
    """A select in every order that was asked for."""

    def __init__(self, statement: Select[T], columns: Sequence[InstrumentedAttribute[Any]]) -> None:
        self._statement = statement
        self._id = columns[0]
        self._sorts = {column.key: column for column in columns}
        self._orders: dict[str, _Order[T]] = {}
        self._counts: dict[bool, Query[int]] = {}

    async def page(
        self, db: AsyncSession, params: PageParams, values: dict[str, Any], filters: str = ""
    ) -> Page[T]:
        order = self._order(params.sort)
        values |= {LIMIT.key: params.size + 1, OFFSET.key: params.offset}
        if params.cursor:
            after = order.cursor.read(params.cursor, filters)
            rows = await order.rest.all(db, **values, **after)
        else:
            rows = await order.page.all(db, **values)
        items = rows[: params.size]
        more = len(rows) > params.size
        total, exact = await self._total(db, params, len(items), values, more=more)
        return Page(
            items,
            params.size,
            order.cursor.write(items[-1], filters) if more else None,
            None if params.by_cursor else params.page,
            total,
            exact,
        )

    async def _total(
        self,
        db: AsyncSession,
        params: PageParams,
        found: int,
        values: dict[str, Any],
        *,
        more: bool,
    ) -> tuple[int | None, bool]:
        """How long the whole list is, and whether that is exact."""
        if not params.by_cursor and not more and (found or params.page == 1):
            return params.offset + found, True
        if params.exact_total:
            return await self._count(exact=True).one(db, **values), True
        if params.by_cursor:
            return None, True
        counted = await self._count(exact=False).one(db, **values)
        known = params.offset + found + more if found else 0
        return max(counted, known), counted < MAX_COUNTED

    def _count(self, *, exact: bool) -> Query[int]:
        if exact not in self._counts:
            counted = self._statement.with_only_columns(self._id)
            rows = counted if exact else counted.limit(MAX_COUNTED)
            self._counts[exact] = Query(select(func.count()).select_from(rows.subquery()))
        return self._counts[exact]

    def _order(self, sort: str) -> "_Order[T]":
        if sort not in self._orders:
            column = self._sorts.get(sort.removeprefix("-"))
            if column is None:
                allowed = ", ".join(f"{name}, -{name}" for name in self._sorts)
                raise InvalidError(f"sort is one of: {allowed}", field="sort", location="query")
            self._orders[sort] = _Order(self._statement, column, self._id, sort)
        return self._orders[sort]


class _Order(Generic[T]):
    """The list in one order: by a column and then by id, both up or both down."""

    def __init__(
        self,
        statement: Select[T],
        column: InstrumentedAttribute[Any],
        id: InstrumentedAttribute[Any],
        sort: str,
    ) -> None:
        down = sort.startswith("-")
        columns = [id] if column is id else [column, id]
        rows = statement.order_by(*(c.desc() if down else c.asc() for c in columns)).limit(LIMIT)
        self.cursor = Cursor(sort, column, id)
        self.page = Query(rows.offset(OFFSET))
        self.rest = Query(rows.where(self.cursor.rest))


def _digest(filters: FilterSchema) -> str:
    """What a cursor keeps of them: enough to be refused where they are others."""
    return blake2b(filters.model_dump_json().encode(), digest_size=12).hexdigest()
