"""A route that asks who may first, and whose answer can be kept by the transaction it tells of."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from kit.compat import HAS_FAST_PATH

if HAS_FAST_PATH:
    from kit.routing.checks import Checks

Keep = Callable[[Response], Awaitable[None]]

KEEP = "app.keep"


class Route(APIRoute):
    """FastAPI's, except for what it does before the body of a request is read, and at the end.

    Before: numbers in the URL are written as in JSON, no parameter is there twice, and who may not
    is refused. At the end: a dependency may ask for the answer before its session commits.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        respond = super().get_route_handler()
        check = Checks(self).check if HAS_FAST_PATH else _check_nothing

        async def respond_and_keep(request: Request) -> Response:
            await check(request)
            return await kept(request, await respond(request))

        return respond_and_keep


async def _check_nothing(_: Request) -> None:
    """FastAPI checks access too, after it has read the body."""


def keep_answer(request: Request, keep: Keep) -> None:
    """Call this with the answer, if there is one: not when an exception becomes it."""
    if not isinstance(request.scope["route"], Route):
        raise TypeError("its router must be the Router of kit.routing, not an APIRouter")
    request.scope[KEEP] = keep


async def kept(request: Request, response: Response) -> Response:
    keep: Keep | None = request.scope.get(KEEP)
    if keep is not None:
        await keep(response)
    return response
