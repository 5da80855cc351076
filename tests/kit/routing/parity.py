"""The same application with the fast path and without it, asked the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import fastapi.routing
import pytest
from fastapi import FastAPI
from fastapi.dependencies.utils import solve_dependencies
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.types import Scope

from kit.http.error_handlers import add_error_handlers
from kit.routing import RouteIndex


@dataclass
class Answer:
    """A response, what it did on its way, and whether FastAPI itself solved its dependencies."""

    response: Response
    events: list[Any]
    was_fast: bool = field(compare=False)

    @property
    def visible(self) -> tuple[Any, ...]:
        response = self.response
        return response.status_code, response.headers.raw, response.content, self.events


class Pair:
    """Two applications of the same routes."""

    def __init__(self, build: Callable[[FastAPI], None], **settings: Any) -> None:
        self.usual = self._application(build, settings)
        self.fast = self._application(build, settings)
        self.fast.router.routes.insert(0, RouteIndex(self.fast.routes))

    @staticmethod
    def _application(build: Callable[[FastAPI], None], settings: dict[str, Any]) -> FastAPI:
        app = FastAPI(**settings)
        add_error_handlers(app)
        build(app)
        return app

    async def ask(self, method: str, path: str, **request: Any) -> Answer:
        """The answer of both, which is the same."""
        usual = await self.usual_alone(method, path, **request)
        short = await self.fast_alone(method, path, **request)
        assert short.visible == usual.visible
        return short

    async def usual_alone(self, method: str, path: str, **request: Any) -> Answer:
        return await ask(self.usual, method, path, **request)

    async def fast_alone(self, method: str, path: str, **request: Any) -> Answer:
        return await ask(self.fast, method, path, **request)


async def ask(app: FastAPI, method: str, path: str, root_path: str = "", **request: Any) -> Answer:
    app.state.events = []
    transport = ASGITransport(app, raise_app_exceptions=False, root_path=root_path)
    with pytest.MonkeyPatch.context() as patch:
        solved = watch(patch)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            response = await client.request(method, path, **request)
    return Answer(response, app.state.events, was_fast=not solved)


def watch(patch: pytest.MonkeyPatch) -> list[object]:
    """Grows when FastAPI solves the dependencies of a request."""
    solved: list[object] = []
    solve = solve_dependencies

    async def watched(**arguments: Any) -> Any:
        solved.append(arguments["dependant"])
        return await solve(**arguments)

    patch.setattr(fastapi.routing, "solve_dependencies", watched)
    return solved


def http_scope(method: str, path: str) -> Scope:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"test"), (b"content-type", b"application/json")],
    }
