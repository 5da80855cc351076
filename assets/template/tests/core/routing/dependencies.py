"""Routes with dependencies of every kind, which write down what happens to them."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Annotated, Any

import anyio.lowlevel
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Security
from fastapi.requests import HTTPConnection
from fastapi.security import (
    APIKeyHeader,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
    SecurityScopes,
)
from pydantic import AfterValidator

from app.core.exceptions import ForbiddenError
from tests.core.routing.parity import Pair

ERRORS: dict[str, Callable[[], Exception]] = {
    "http": lambda: HTTPException(418, "tea", {"X-Tea": "yes"}),
    "app": lambda: ForbiddenError("no"),
    "odd": lambda: ZeroDivisionError("odd"),
}


def note(connection: HTTPConnection, what: str) -> None:
    """Write down what happens, and let the request decide whether it goes wrong there."""
    connection.app.state.events.append(what)
    place, _, kind = connection.headers.get("fail", "").partition(":")
    if place == what:
        raise ERRORS[kind]()


class Resource:
    """Dependencies with `yield`, one inside the other."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, request: Request) -> AsyncIterator[str]:
        note(request, f"open {self.name}")
        try:
            yield self.name
            note(request, f"commit {self.name}")
        except HTTPException as error:
            note(request, f"{self.name} sees {error.status_code}")
            words = request.headers.get("do", "").split()
            if self.name in words and "swallows" in words:
                return
            raise
        except ForbiddenError as error:
            raise HTTPException(409) from error
        finally:
            await anyio.lowlevel.checkpoint()
            if f"cancel {self.name}" in request.headers.get("do", ""):
                request.app.state.cancel()
            note(request, f"close {self.name}")


async def base(request: Request) -> str:
    note(request, "base")
    return "base"


async def left(request: Request, value: Annotated[str, Depends(base)]) -> list[str]:
    note(request, "left")
    return ["left", value]


async def right(
    request: Request,
    value: Annotated[str, Depends(base)],
    again: Annotated[str, Depends(base, use_cache=False)],
) -> list[str]:
    note(request, "right")
    return ["right", value, again]


def _explode(value: int) -> int:
    if value == 13:
        raise RuntimeError("no error that a validator may raise")
    return value


async def limit(request: Request, size: Annotated[int, AfterValidator(_explode)] = 10) -> int:
    note(request, "limit")
    return size


class Service:
    async def of(self, request: Request) -> str:
        note(request, "method")
        return "method"


def wrapped(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return await function(*args, **kwargs)

    return wrapper


class Once:
    """A decorator that is an object, and hides what kind of function it holds."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)

    async def __call__(self, request: Request) -> str:
        note(request, "once")
        return "once"


def sync(request: Request) -> str:
    note(request, "sync")
    return "sync"


def sync_generator(request: Request) -> Iterator[str]:
    note(request, "open sync")
    yield "sync"
    note(request, "close sync")


async def late(request: Request) -> AsyncIterator[str]:
    note(request, "open late")
    yield "late"
    note(request, "close late")


async def scopes(request: Request, scopes: SecurityScopes) -> list[str]:
    note(request, "scopes")
    return scopes.scopes


outer, inner = Resource("outer"), Resource("inner")
Outer = Annotated[str, Depends(outer, scope="function")]
Inner = Annotated[str, Depends(inner, scope="function")]
Left = Annotated[list[str], Depends(left)]
Right = Annotated[list[str], Depends(right)]
Size = Annotated[int, Depends(limit)]
router = APIRouter(prefix="/api/v1/deps", dependencies=[Depends(limit)])


@router.get("/order", dependencies=[Depends(right), Depends(base)])
async def order(request: Request, two: Right, one: Left, size: Size) -> Any:
    note(request, "endpoint")
    return [one, two, size]


@router.get("/generators", dependencies=[Depends(outer, scope="function")])
async def generators(request: Request, i: Inner, o: Outer, one: Left) -> Any:
    note(request, "endpoint")
    return [i, o, one]


@router.get("/wrong", response_model=int)
async def wrong(request: Request, i: Inner) -> str:
    note(request, "endpoint")
    return i


@router.get("/callables")
async def callables(
    method: Annotated[str, Depends(Service().of)],
    decorated: Annotated[str, Depends(wrapped(base))],
) -> Any:
    return [method, decorated]


@router.get("/partial")
async def with_partial(size: Annotated[int, Depends(functools.partial(limit, size=3))]) -> int:
    return size


router.add_api_route("/decorated", wrapped(order))


@router.get("/sync")
async def with_sync(s: Annotated[str, Depends(sync)], one: Left) -> Any:
    return [s, one]


@router.get("/sync-generator")
async def with_sync_generator(
    s: Annotated[str, Depends(sync_generator, scope="function")], i: Inner
) -> Any:
    return [s, i]


@router.get("/late")
async def with_late(request: Request, value: Annotated[str, Depends(late)], i: Inner) -> Any:
    note(request, "endpoint")
    return [value, i]


@router.get("/def")
def plain(request: Request, one: Left, i: Inner) -> Any:
    note(request, "endpoint")
    return [one, i]


@router.get("/once")
async def with_once(value: Annotated[str, Depends(Once(late), scope="function")]) -> str:
    return value


@router.get("/few")
async def few(one: Annotated[list[str], Depends(left, max_concurrency=1)]) -> Any:
    return one


@router.get("/slow", dependencies=[Depends(outer, scope="function")])
async def slow(request: Request, value: Inner) -> None:
    note(request, value)
    request.app.state.endpoint_runs.set()
    await anyio.sleep_forever()


@router.get("/two-scopes")
async def two_scopes(
    read: Annotated[str, Security(base, scopes=["read"])],
    write: Annotated[str, Security(base, scopes=["write"])],
) -> list[str]:
    return [read, write]


@router.get("/scopes")
async def scoped(found: Annotated[list[str], Security(scopes, scopes=["read"])]) -> Any:
    return found


@router.get("/bearer")
async def bearer(token: Annotated[str, Depends(OAuth2PasswordBearer("token"))]) -> str:
    return token


@router.get("/basic")
async def basic(credentials: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> Any:
    return credentials


@router.get("/keys", dependencies=[Depends(HTTPBearer(auto_error=False))])
async def keys(key: Annotated[str, Depends(APIKeyHeader(name="X-Key"))]) -> str:
    return key


def build(app: FastAPI) -> None:
    app.include_router(router, dependencies=[Depends(base)])


PAIR = Pair(build)
