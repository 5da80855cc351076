"""Where a route is found: by the segments of its path before its first parameter."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
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
        self._depths: tuple[int, ...] = ()

    def bind(self) -> Entries:
        """Look at the routes as they are now."""
        plain: list[RouteContext] = []
        # What other routes could answer for, and would before those that come after them.
        taken: list[str] = []
        others = [route for route in self._routes if route is not self]
        for route in iter_route_contexts(others) if HAS_FAST_PATH else ():
            path = route.path or ""
            if _is_plain(route) and _start(path) and not path.startswith(tuple(taken)):
                plain.append(route)
            else:
                taken.append(path.split("{")[0])
        starts = {_start(path) for route in plain if "{" in (path := route.path or "")}
        # One that begins like another is looked for where that is, so that their order counts.
        starts = {start for start in starts if _first(starts, start) == start}
        entries: Entries = defaultdict(list)
        for route in plain:
            path = route.path or ""
            entries[_first(starts, path) or path].append(_entry(route))
        self._depths = tuple(sorted({start.count("/") for start in starts}))
        self._by_start = entries
        return entries

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            entries = self.bind() if self._by_start is None else self._by_start
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for entry in entries.get(path) or self._under(path, entries):
                match, child = entry.matches(scope)
                if match is Match.FULL:
                    _found.set(entry)
                    child["route"] = entry.route
                    return match, child
        return Match.NONE, {}

    def _under(self, path: str, entries: Entries) -> Sequence[Entry]:
        """The routes whose start is that of a path."""
        for depth in self._depths:
            segments = path.split("/", depth + 1)
            if found := entries.get("/".join(segments[: depth + 1])):
                return found
        return ()

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
    """The segments before the first one with a parameter: all of a path without any."""
    return path.split("{", maxsplit=1)[0].rpartition("/")[0] if "{" in path else path


def _first(starts: Collection[str], path: str) -> str | None:
    """The shortest of the starts that a path is under."""
    segments = path.split("/")
    under = ("/".join(segments[:count]) for count in range(2, len(segments) + 1))
    return next((start for start in under if start in starts), None)
