"""A whole list, however long, a part at a time."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.db.session import Database
from app.schemas.common import FilterSchema, PageParams
from app.services.listing import Listing

T = TypeVar("T")

SIZE = 500


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows come, in which order: as the parameters of a page have it."""

    sort: str = "id"
    q: str | None = None


async def batches(
    database: Database,
    listing: Listing[T],
    order: Order,
    filters: FilterSchema | None = None,
    **values: Any,
) -> AsyncIterator[Sequence[T]]:
    """All rows, by one statement for each part; at least one part, which may be empty.

    Each is read in a session of its own. Who takes them slowly keeps no connection from others, and
    sees of what is written meanwhile what is still ahead.
    """
    cursor: str | None = ""
    while cursor is not None:
        params = PageParams(1, SIZE, cursor, order.sort, q=order.q)
        async with database.export_session() as db:
            page = await listing.page(db, params, filters, **values)
        yield page.items
        cursor = page.next_cursor
