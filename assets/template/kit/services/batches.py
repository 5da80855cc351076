"""A whole list, however long, a part at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kit.db.session import Database
from kit.schemas.common import FilterSchema, PageParams
from kit.services.listing import Listing

T = TypeVar("T")

SIZE = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows come, in which order: as the parameters of a page have it."""

    sort: str = "id"
    q: str | None = None


class Batches(Generic[T]):
    """All rows, by one statement for each part; at least one part, which may be empty.

    Each is read in a session of its own, and as large as can wait for who takes it slowly: who does
    keeps no connection from others, and sees of what is written meanwhile what is still ahead.
    """

    def __init__(
        self,
        database: Database,
        listing: Listing[T],
        selection: Selection,
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> None:
        self._database = database
        self._listing = listing
        self._selection = selection
        self._filters = filters
        self._values = values
        self._cursor: str | None = ""
        self._size = SIZE

    def __aiter__(self) -> "Batches[T]":
        return self

    async def __anext__(self) -> Sequence[T]:
        # A generator would keep a part until it is asked for the next one.
        if self._cursor is None:
            raise StopAsyncIteration
        params = PageParams(1, self._size, self._cursor, self._selection.sort, q=self._selection.q)
        async with self._database.export_session() as db:
            page = await self._listing.part(db, params, self._filters, **self._values)
        self._cursor = page.next_cursor
        # Where few rows fit into a part, the database need not measure many for the next one.
        self._size = min(SIZE, 2 * len(page.items))
        return page.items
