"""A short way to a route, however many there are.

FastAPI asks the routers of a project one after another. The index stands before them and looks
the first segments of the path up instead. It answers for a route that matches in full, and for
nothing else: what is wrong, redirected, mounted or a websocket goes FastAPI's own way.
"""

from collections import defaultdict
from collections.abc import Sequence

from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

SEGMENTS = 3  # as in /api/v1/todos
FOUND = "app.route"


class RouteIndex(BaseRoute):
    """The routes of an application by the first segments of their paths."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._by_start: dict[str, list[RouteContext]] = defaultdict(list)
        # What other routes could answer for, and would before those that come after them.
        taken: list[str] = []
        for route in iter_route_contexts(routes):
            path = route.path or ""
            start = _start(path)
            if _is_plain(route) and "{" not in start and not path.startswith(tuple(taken)):
                self._by_start[start].append(route)
            else:
                taken.append(path.split("{")[0])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for route in self._by_start.get(_start(path), ()):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    return match, {**child, "route": route.original_route, FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope.pop(FOUND).app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)


def _is_plain(route: RouteContext) -> bool:
    return isinstance(route.original_route, APIRoute)


def _start(path: str) -> str:
    return "/".join(path.split("/", SEGMENTS + 1)[: SEGMENTS + 1])
