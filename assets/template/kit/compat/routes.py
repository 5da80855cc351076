"""The routes of an application, and what else is FastAPI's own, each with a replacement."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from typing import Any, TypeVar

import fastapi.concurrency
import fastapi.routing
from anyio import CancelScope, CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter
from starlette.routing import BaseRoute

from kit.compat.shape import has

T = TypeVar("T")

# Since FastAPI 0.150. Without it, a router that is included is one route, whatever it has.
_HAS_CONTEXTS = has(fastapi.routing, "iter_route_contexts", "Allow may lack methods")
# Since FastAPI 0.100.
_HAS_THREADS = has(
    fastapi.concurrency, "contextmanager_in_threadpool", "sessions enter threads by our own means"
)
# Since Starlette 0.27. Without it, FastAPI wraps the lifespan once more for each router.
_HAS_LIFESPAN = has(APIRouter(), "lifespan_context", "many routers may exceed the stack")
NO_LIFESPAN: Any = type(APIRouter().lifespan_context) if _HAS_LIFESPAN else None


class OwnRoute:
    """A route as FastAPI's `RouteContext` has it."""

    def __init__(self, route: BaseRoute) -> None:
        self.original_route = route

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original_route, name, None)


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[Any]:
    """Each with the prefixes of the routers around it."""
    if _HAS_CONTEXTS:
        yield from fastapi.routing.iter_route_contexts(list(routes))
    else:
        yield from map(OwnRoute, routes)


@asynccontextmanager
async def _in_threads(manager: AbstractContextManager[T]) -> Any:
    # Who keeps the threads waiting for a connection needs one to give it back.
    own = CapacityLimiter(1)
    value = await run_sync(manager.__enter__)
    try:
        yield value
    except BaseException as error:
        arguments = type(error), error, error.__traceback__
        with CancelScope(shield=True):
            is_handled = await run_sync(manager.__exit__, *arguments, limiter=own)
        if not is_handled:
            raise
    else:
        with CancelScope(shield=True):
            await run_sync(manager.__exit__, None, None, None, limiter=own)


def in_threads(manager: AbstractContextManager[T]) -> AbstractAsyncContextManager[T]:
    """A manager whose beginning and end each have a thread."""
    if _HAS_THREADS:
        return fastapi.concurrency.contextmanager_in_threadpool(manager)
    replacement: AbstractAsyncContextManager[T] = _in_threads(manager)
    return replacement


def has_lifespan(router: APIRouter) -> bool:
    return type(getattr(router, "lifespan_context", None)) is not NO_LIFESPAN
