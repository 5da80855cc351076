"""Where a route is found: by the first segments of its path."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.compat import HAS_FAST_PATH

if HAS_FAST_PATH:
    from kit.compat.fast_path import Form, RouteContext, context_of, iter_route_contexts
    from kit.routing.handler import bind

SEGMENTS = 3  # as in /api/v1/todos

_found: ContextVar["Entry"] = ContextVar("found")


@dataclass(frozen=True, slots=True)
class Entry:
    """A route, and what is asked of it for each request."""

    route: BaseRoute
    context: Any  # with the prefixes of the routers that include it, if there are any
    path: str
    path_format: str | None
    matches: Callable[[Scope], tuple[Match, Scope]]
    app: ASGIApp


Entries = dict[str, list[Entry]]


class RouteIndex(BaseRoute):
    """The routes of an application. It answers for one that matches in full, and for no other.

    They are bound when the application starts, or at its first request: until then, they may be
    changed, and what changes one later is answered by FastAPI.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._by_start: Entries | None = None

    def bind(self) -> Entries:
        """Look at the routes as they are now."""
        entries: Entries = defaultdict(list)
        # What other routes could answer for, and would before those that come after them.
        taken: list[str] = []
        others = [route for route in self._routes if route is not self]
        for route in iter_route_contexts(others) if HAS_FAST_PATH else ():
            path = route.path or ""
            start = _start(path)
            if _is_plain(route) and "{" not in start and not path.startswith(tuple(taken)):
                entries[start].append(_entry(route))
            else:
                taken.append(path.split("{")[0])
        self._by_start = entries
        return entries

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            entries = self.bind() if self._by_start is None else self._by_start
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for entry in entries.get(_start(path), ()):
                match, child = entry.matches(scope)
                if match is Match.FULL:
                    _found.set(entry)
                    child["route"] = entry.route
                    return match, child
        return Match.NONE, {}

    @property
    def path(self) -> str | None:
        """Of the route that was found: tools that match routes themselves name requests by it."""
        entry = _found.get(None)
        return entry.path if entry else None

    @property
    def path_format(self) -> str | None:
        """Of the route that was found: FastAPI's telemetry names the request by it."""
        return _found.get().path_format

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        entry = _found.get()
        if entry.context is not None:
            # As FastAPI has it; `route` in the scope knows nothing of prefixes.
            scope.setdefault("fastapi", {})["effective_route_context"] = entry.context
        await entry.app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)


def bind_routes(app: FastAPI) -> None:
    """For the start of an application: its first request need not wait for that."""
    for route in app.routes:
        if isinstance(route, RouteIndex):
            route.bind()


def _is_plain(route: "RouteContext") -> bool:
    # The limits of a form are gathered on FastAPI's way through the routers.
    return isinstance(route.original_route, APIRoute) and not (
        route.body_field and isinstance(route.body_field.field_info, Form)
    )


def _entry(route: "RouteContext") -> Entry:
    context = context_of(route)
    path = route.path or ""
    return Entry(route.original_route, context, path, route.path_format, route.matches, bind(route))


def _start(path: str) -> str:
    return "/".join(path.split("/", SEGMENTS + 1)[: SEGMENTS + 1])
