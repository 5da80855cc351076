"""Which part of a list a client asks for."""

from typing import Annotated

from fastapi import Query

from app.schemas.common import MAX_CURSOR_LENGTH, MAX_PAGE, MAX_PAGE_SIZE, PageParams


async def get_pagination(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 20,
    cursor: Annotated[
        str | None,
        Query(max_length=MAX_CURSOR_LENGTH, description="`next_cursor`, or empty for the start"),
    ] = None,
    sort: Annotated[
        str, Query(max_length=64, description="a column, downwards with a minus before it")
    ] = "id",
    exact_total: Annotated[
        bool, Query(description="count all, however many; otherwise `total` may be too low")
    ] = False,
) -> PageParams:
    return PageParams(page, size, cursor, sort, exact_total)
