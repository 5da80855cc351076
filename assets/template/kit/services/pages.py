"""A select as pages: in each order, and of as many rows as are not too large together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.db.compiled import Query
from kit.errors import InvalidError
from kit.schemas.common import PageParams
from kit.services.cursor import Cursor
from kit.services.sizes import fitting
from kit.services.sorting import Key, Sorts

T = TypeVar("T")
U = TypeVar("U")

# Counting takes as long as the list is, and few want to know how far it goes beyond this.
MAX_COUNTED = 10_000

# Statements are kept for so many orders of a list, the last that were used.
MAX_ORDERS = 20

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


class Pages(Generic[T]):
    """A select in every order that was asked for."""

    def __init__(
        self,
        statement: Select[T],
        id: InstrumentedAttribute[Any],
        size: ColumnElement[int] | None,
        sorts: Sorts,
    ) -> None:
        self._statement = statement
        self._id = id
        self._size = size
        self._sorts = sorts
        self._order = lru_cache(MAX_ORDERS)(self._new_order)
        self._counts: dict[bool, Query[int]] = {}

    async def page(
        self, db: AsyncSession, params: PageParams, values: dict[str, Any], filters: str
    ) -> Page[T]:
        order = self._order(params.sort)
        values = {**values, LIMIT.key: params.size + 1, OFFSET.key: params.offset}
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

    async def fitting(
        self,
        db: AsyncSession,
        params: PageParams,
        values: dict[str, Any],
        filters: str,
        budget: int,
    ) -> int:
        """The size of a page whose rows are within the budget."""
        order = self._order(params.sort)
        values = values | {LIMIT.key: params.size, OFFSET.key: params.offset}
        if params.cursor:
            after = order.cursor.read(params.cursor, filters)
            sizes = await order.rest_sizes.all(db, **values, **after)
        else:
            sizes = await order.page_sizes.all(db, **values)
        fit = fitting(sizes, budget)
        if fit >= len(sizes):
            return params.size
        if not params.by_cursor:
            detail = f"the rows of this page are too large: ask for at most {fit}, or by `cursor`"
            raise InvalidError(detail, field="size", location="query")
        return fit

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

    def _new_order(self, sort: str) -> "Order[T]":
        return Order(self._statement, self._size, sort, self._sorts.keys(sort))


class Order(Generic[T]):
    """The list in one order."""

    def __init__(
        self,
        statement: Select[T],
        size: ColumnElement[int] | None,
        sort: str,
        keys: Sequence[Key],
    ) -> None:
        rows = statement.order_by(*(key.order for key in keys)).limit(LIMIT)
        self.cursor = Cursor(sort, keys)
        self.page = Query(rows.offset(OFFSET))
        self.rest = Query(rows.where(self.cursor.rest))
        if size is not None:
            sizes = rows.with_only_columns(size, maintain_column_froms=True)
            self.page_sizes = Query(sizes.offset(OFFSET))
            self.rest_sizes = Query(sizes.where(self.cursor.rest))
