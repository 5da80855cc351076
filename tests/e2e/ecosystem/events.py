"""sse-starlette: a stream of events."""

from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse

from app.api.v1.router import router
from app.dependencies import CurrentUser


async def count(name: str) -> AsyncIterator[dict[str, str]]:
    for number in range(3):
        yield {"event": "count", "data": f"{name} {number}"}


@router.get("/events")
async def stream(user: CurrentUser) -> EventSourceResponse:
    return EventSourceResponse(count(user.email))


from app.main import app  # noqa: E402 - it includes the router

__all__ = ["app"]
