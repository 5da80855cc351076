"""A route whose answer can be kept in the transaction that it tells of."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

Keep = Callable[[Response], Awaitable[None]]

KEEP = "app.keep"


class Route(APIRoute):
    """FastAPI's, except that a dependency may ask for the answer before its session commits."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        respond = super().get_route_handler()

        async def respond_and_keep(request: Request) -> Response:
            return await kept(request, await respond(request))

        return respond_and_keep


def keep_answer(request: Request, keep: Keep) -> None:
    """Call this with the answer, if there is one: not when an exception becomes it."""
    if not isinstance(request.scope["route"], Route):
        raise TypeError("its router must be the Router of app.core.routing, not an APIRouter")
    request.scope[KEEP] = keep


async def kept(request: Request, response: Response) -> Response:
    keep: Keep | None = request.scope.get(KEEP)
    if keep is not None:
        await keep(response)
    return response
