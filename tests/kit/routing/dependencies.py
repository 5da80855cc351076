"""Dependencies of every kind, which write down what happens to them."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Annotated, Any

import anyio.lowlevel
from fastapi import Depends, HTTPException, Request
from fastapi.requests import HTTPConnection
from fastapi.security import SecurityScopes
from pydantic import AfterValidator

from kit.errors import ForbiddenError

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
