"""Lists of rows: a page by its number, or what comes after a cursor."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from pydantic_core import to_json
from sqlalchemy import Select, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.schemas.common import FilterSchema, PageParams
from kit.services.filtering import SEARCH, filters_of
from kit.services.pages import Page, Pages
from kit.services.related import Related
from kit.services.sizes import size_of
from kit.services.sorting import Sorts

__all__ = ["Listing", "Page"]

T = TypeVar("T")

# Statements are kept for so many sets of filters, the last that were used.
MAX_NARROWED = 100

# The bytes of the rows of a page, where there are more than may go unmeasured, and of a part.
PAGE_BYTES = 4 * 1024 * 1024
PART_BYTES = 256 * 1024
UNMEASURED = 20

NOTHING_RELATED = Related()


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
        self._size = size_of(inspect(model))
        self._filters = filters_of(filters, model, search)
        self._narrowed = lru_cache(MAX_NARROWED)(self._narrow)

    async def page(
        self,
        db: AsyncSession,
        params: PageParams,
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> Page[T]:
        """What the client asks for; `values` are those of the statement's own parameters.

        Of large rows a page by cursor has fewer than were asked for; one by number is refused.
        """
        budget = PAGE_BYTES if params.size > UNMEASURED else None
        page = await self._page(db, params, filters, values, budget)
        if params.include:
            await self.related.embed(db, page.items, params.include, **values)
        return page

    async def part(
        self,
        db: AsyncSession,
        params: PageParams,
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> Page[T]:
        """A page by cursor that one process can hold many of at once."""
        return await self._page(db, params, filters, values, PART_BYTES)

    async def _page(
        self,
        db: AsyncSession,
        params: PageParams,
        filters: FilterSchema | None,
        values: dict[str, Any],
        budget: int | None,
    ) -> Page[T]:
        given = {} if filters is None else filters.model_dump()
        if params.q:
            given[SEARCH] = params.q
        for name, value in given.items():
            values[self._filters[name].key] = self._filters[name].value(value)
        narrowed, digest = self._narrowed(*given), _digest(given)
        if budget and self._size is not None:
            size = await narrowed.fitting(db, params, values, digest, budget)
            page = await narrowed.page(db, replace(params, size=size), values, digest)
            return replace(page, size=params.size)
        return await narrowed.page(db, params, values, digest)

    def _narrow(self, *names: str) -> Pages[T]:
        """The list as these filters leave it; clients choose which, so not all are kept."""
        conditions = (self._filters[name].condition for name in names)
        return Pages(self._statement.where(*conditions), self._id, self._size, self.sorts)


def _digest(given: dict[str, Any]) -> str:
    """What a cursor keeps of the filters: enough to be refused where they are others."""
    if not given:
        return ""
    content = to_json(given, bytes_mode="base64", inf_nan_mode="constants")
    return blake2b(content, digest_size=12).hexdigest()
