"""FastAPI applications that are mounted in another one, and share its state and its errors."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from starlette.datastructures import State
from starlette.routing import BaseRoute

from kit.compat.routes import routes_of

# What FastAPI answers where nobody has said otherwise.
DEFAULTS = (None, http_exception_handler, request_validation_exception_handler)


class MountedState(State):
    """What the mounted application has put there, and beside it the state of the outer one."""

    def __init__(self, own: State, outer: State) -> None:
        super().__init__({name: own[name] for name in own})
        vars(self)["_outer"] = outer

    def __getattr__(self, key: str) -> Any:
        try:
            return super().__getattr__(key)
        except AttributeError:
            return getattr(vars(self)["_outer"], key)


def share_with_mounted(outer: FastAPI) -> None:
    """Let dependencies work in what is mounted, and its errors be like those of `outer`."""
    for mounted in _mounted(outer.routes):
        if not isinstance(mounted.state, MountedState):
            mounted.state = MountedState(mounted.state, outer.state)
        for kind, handler in outer.exception_handlers.items():
            if mounted.exception_handlers.get(kind) in DEFAULTS:
                mounted.exception_handlers[kind] = handler


def _mounted(routes: Sequence[BaseRoute]) -> Iterator[FastAPI]:
    for context in routes_of(routes):
        route = context.original_route
        app = getattr(route, "app", None)
        # A mount may have middleware of its own.
        while app is not None and not isinstance(app, FastAPI):
            app = getattr(app, "app", None)
        if app is not None:
            yield app
        yield from _mounted(getattr(route, "routes", ()))
