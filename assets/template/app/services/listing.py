"""Lists of rows: a page by its number, or what comes after a cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from pydantic_core import to_json
from sqlalchemy import BigInteger, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.db.compiled import Query
from app.schemas.common import FilterSchema, PageParams
from app.services.cursor import Cursor
from app.services.filtering import SEARCH, filters_of
from app.services.related import Related
from app.services.sorting import Key, Sorts

T = TypeVar("T")
U = TypeVar("U")

# Counting takes as long as the list is, and few want to know how far it goes beyond this.
MAX_COUNTED = 10_000

# Statements are kept for so many sets of filters, and orders of each, the last that were used.
MAX_NARROWED = 100
MAX_ORDERS = 20

NOTHING_RELATED = Related()

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
    """A select as a list that clients page through, by id or by some of the `sorts`.

    A column to sort by has an index, and no NULL in it: so a cursor finds its place at once.
    `filters` is the schema of what narrows the list, `search` are the columns that have texts to
    look into, and `related` is what each row can be shown with.
    """

    def __init__(
        self,
        statement: Select[T],
        *sorts: InstrumentedAttribute[Any],
        filters: type[FilterSchema] | None = None,
        search: Sequence[InstrumentedAttribute[Any]] = (),
        related: Related = NOTHING_RELATED,
    ) -> None:
        model = statement.column_descriptions[0]["entity"]
        self.sorts = Sorts(model.id, sorts)
        self.related = related
        self.has_search = bool(search)
        self._statement = statement.order_by(None)
        self._id: InstrumentedAttribute[Any] = model.id
        self._filters = filters_of(filters, model, search)
        self._narrowed = lru_cache(MAX_NARROWED)(self._narrow)

    async def page(
        self,
        db: AsyncSession,
        params: PageParams,
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> Page[T]:
        """What the client asks for; `values` are those of the statement's own parameters."""
        given = {} if filters is None else filters.model_dump()
        if params.q:
            given[SEARCH] = params.q
        for name, value in given.items():
            values[self._filters[name].key] = self._filters[name].value(value)
        page = await self._narrowed(*given).page(db, params, values, _digest(given))
        if params.include:
            await self.related.embed(db, page.items, params.include, **values)
        return page

    def _narrow(self, *names: str) -> "_List[T]":
        """The list as these filters leave it; clients choose which, so not all are kept."""
        conditions = (self._filters[name].condition for name in names)
        return _List(self._statement.where(*conditions), self._id, self.sorts)


class _List(Generic[T]):
    """A select in every order that was asked for."""

    def __init__(self, statement: Select[T], id: InstrumentedAttribute[Any], sorts: Sorts) -> None:
        self._statement = statement
        self._id = id
        self._sorts = sorts
        self._order = lru_cache(MAX_ORDERS)(self._new_order)
        self._counts: dict[bool, Query[int]] = {}

    async def page(
        self, db: AsyncSession, params: PageParams, values: dict[str, Any], filters: str
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

    def _new_order(self, sort: str) -> "_Order[T]":
        return _Order(self._statement, sort, self._sorts.keys(sort))


class _Order(Generic[T]):
    """The list in one order."""

    def __init__(self, statement: Select[T], sort: str, keys: Sequence[Key]) -> None:
        rows = statement.order_by(*(key.order for key in keys)).limit(LIMIT)
        self.cursor = Cursor(sort, keys)
        self.page = Query(rows.offset(OFFSET))
        self.rest = Query(rows.where(self.cursor.rest))


def _digest(given: dict[str, Any]) -> str:
    """What a cursor keeps of the filters: enough to be refused where they are others."""
    if not given:
        return ""
    content = to_json(given, bytes_mode="base64", inf_nan_mode="constants")
    return blake2b(content, digest_size=12).hexdigest()
