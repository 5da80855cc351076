"""Which part of a list a client asks for."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from kit.http.openapi import parameters
from kit.schemas.choices import NOTHING, Choices
from kit.schemas.common import MAX_CURSOR_LENGTH, MAX_PAGE, MAX_PAGE_SIZE, PageParams

MAX_SEARCH_LENGTH = 255
CURSOR = "^[A-Za-z0-9_-]*$"  # base64 for URLs
SEARCH = "a part of any of the texts"
SORT: Any = Query(description="columns, each downwards with a minus before it")


def searched_text(*, has_search: bool) -> Any:
    """What `q` can be."""
    return Field(max_length=MAX_SEARCH_LENGTH) if has_search else NOTHING


def pagination(
    sorts: Choices, related: Choices, *, has_search: bool
) -> Callable[..., Awaitable[PageParams]]:
    """The dependency that reads what may be asked of one list, and refuses the rest."""

    async def get_pagination(
        page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
        size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 20,
        cursor: Annotated[
            str | None,
            Query(
                max_length=MAX_CURSOR_LENGTH,
                pattern=CURSOR,
                description="`next_cursor`, or empty for the start",
            ),
        ] = None,
        sort: Annotated[str, SORT, sorts] = "id",
        exact_total: Annotated[
            bool, Query(description="count all, however many; otherwise `total` may be too low")
        ] = False,
        q: Annotated[
            str | None,
            Query(description=SEARCH, include_in_schema=has_search),
            searched_text(has_search=has_search),
        ] = None,
        include: Annotated[
            str | None,
            Query(description="what to embed", include_in_schema=bool(related.words)),
            related,
        ] = None,
    ) -> PageParams:
        return PageParams(page, size, cursor, sort, exact_total, q, include)

    return get_pagination


def describe_choices(document: dict[str, Any]) -> None:
    """Say in the OpenAPI document that commas part the words, which FastAPI has no option for."""
    for parameter in parameters(document):
        schema = parameter["schema"]
        if "explode" in schema:
            parameter.update(style="form", explode=schema.pop("explode"))
            if "default" in schema:
                schema["default"] = schema["default"].split(",")
