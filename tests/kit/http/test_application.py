"""What other libraries expect of an application, and do with it."""

import pytest
from fastapi import FastAPI, Request
from httpx2 import ASGITransport, AsyncClient
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from kit.testing import is_problem


@pytest.fixture
def app(has_fast_path: bool) -> FastAPI:
    return create_app(fast_path=has_fast_path)


def client_of(app: FastAPI) -> AsyncClient:
    transport = ASGITransport(app, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://test")


class Traced(ServerErrorMiddleware):
    """As OpenTelemetry has it: outside of the handler of unexpected errors."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["traced"] = True
        await self.app(scope, receive, send)


async def test_its_middleware_can_be_taken_apart_and_put_together(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = app.build_middleware_stack

    def build_traced() -> ASGIApp:
        stack = build()
        assert isinstance(stack, ServerErrorMiddleware)
        return Traced(ServerErrorMiddleware(stack.app, stack.handler, stack.debug))

    monkeypatch.setattr(app, "build_middleware_stack", build_traced)
    seen: list[bool] = []

    @app.get("/broken")
    async def broken(request: Request) -> None:
        seen.append(request.scope["traced"])
        raise RuntimeError

    async with client_of(app) as client:
        response = await client.get("/broken")

    assert seen == [True]
    assert is_problem(response, 500)
    assert response.headers["cache-control"] == "no-store"


class Correlated:
    """As `asgi-correlation-id` has it: what it does not accept is replaced in the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            others = [header for header in scope["headers"] if header[0] != b"x-request-id"]
            scope["headers"] = [*others, (b"x-request-id", b"theirs")]
        await self._app(scope, receive, send)


@pytest.mark.parametrize("path", ["/id", "/nowhere", "/broken"])
async def test_a_request_has_the_id_that_another_middleware_gives_it(
    app: FastAPI, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_middleware(Correlated)

    @app.get("/id")
    async def get_id(request: Request) -> dict[str, str]:
        return {"request_id": request.headers["x-request-id"]}

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    async with client_of(app) as client:
        response = await client.get(path, headers={"X-Request-ID": "ours"})

    assert response.headers.get_list("x-request-id") == ["theirs"]
    assert response.json()["request_id"] == "theirs"
    (line,) = [record.msg for record in caplog.records if record.name == "app.access"]
    assert isinstance(line, dict)
    assert line["request_id"] == "theirs"


@pytest.mark.parametrize("headers", [{}, {"X-Request-ID": "no id"}, {"X-Request-ID": "abc"}])
async def test_the_id_of_a_request_is_among_its_headers(
    app: FastAPI, headers: dict[str, str]
) -> None:
    @app.get("/id")
    async def get_id(request: Request) -> str:
        return request.headers["x-request-id"]

    async with client_of(app) as client:
        response = await client.get("/id", headers=headers)

    assert response.json() == response.headers["x-request-id"]


def test_the_path_of_a_route_is_found_by_who_asks_the_routes(app: FastAPI) -> None:
    scope = {"type": "http", "method": "GET", "path": "/api/v1/users/7", "headers": []}

    route = next(route for route in app.routes if route.matches(scope)[0] is Match.FULL)

    assert getattr(route, "path", "/api/v1/users/{user_id}") == "/api/v1/users/{user_id}"


def test_routes_can_be_listed_before_any_request(app: FastAPI) -> None:
    paths = {getattr(route, "path", None) for route in app.routes}

    assert "/openapi.json" in paths
