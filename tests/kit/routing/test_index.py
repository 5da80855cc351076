"""With the index or without it, an application answers the same."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Message, Scope

from kit.routing import RouteIndex
from tests.kit.routing.index_routes import MOUNTED, PAIR, latest
from tests.kit.routing.parity import Pair


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/things",
        "/api/v1/things/",
        "/api/v1/things?name=x",
        "/api/v2/things?name=x",
        "/api/v1/things/latest",
        "/api/v1/things/7",
        "/api/v1/things/7/",
        "/api/v1/things/seven",
        "/api/v1/things/%37",
        "/api/v1/things/7/files/a/b%2Fc",
        "/api/v1/things/7/nothing",
        "/api/v1/thing",
        "/api/v2/things/early",
        "/api/v2/other/early",
        "//api/v1/things",
        "/late/a/b/c",
        "/late",
        "/static/__init__.py",
        "/static/nothing",
        "/plain",
        "/openapi.json",
        "/",
    ],
)
async def test_the_answer_is_the_same(method: str, path: str) -> None:
    await PAIR.ask(method, path)


@pytest.mark.parametrize("path", ["", "/latest", "/7", "/seven", "/7/", "/nothing/at/all"])
@pytest.mark.parametrize("prefix", ["/api/v1/things", "/sub/api/v1/things", "/sub/sub/things"])
async def test_a_mounted_application_answers_the_same(prefix: str, path: str) -> None:
    await MOUNTED.ask("GET", f"{prefix}{path}")
    await MOUNTED.ask("GET", f"{prefix}{path}", root_path="/sub")


async def test_dependencies_of_the_router_hold() -> None:
    answer = await PAIR.ask("GET", "/api/v1/things/latest", headers={"forbidden": "yes"})

    assert answer.response.status_code == 403


async def test_the_path_with_its_prefixes_is_in_the_scope() -> None:
    answer = await PAIR.ask("GET", "/api/v1/things/context")

    assert answer.was_fast
    assert answer.response.json() == "/api/v1/things/context"


async def test_the_limits_of_forms_hold() -> None:
    await PAIR.ask("POST", "/api/v1/forms/1", data={"a": "1"})
    answer = await PAIR.ask("POST", "/api/v1/forms/1", data={"a": "1", "b": "2"})

    assert answer.response.status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/things/live", "/api/v1/things/7"])
async def test_a_websocket_goes_the_usual_way(path: str) -> None:
    usual, short = [await _connect(app, path) for app in (PAIR.usual, PAIR.fast)]

    assert short == usual


async def _connect(app: FastAPI, path: str) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return sent


def test_the_routes_of_the_api_are_in_the_index() -> None:
    scope = {"type": "http", "method": "GET", "path": "/api/v1/things/7"}
    index = RouteIndex(PAIR.usual.routes)

    assert index.matches(scope)[1]["path_params"] == {"thing_id": "7"}


@pytest.mark.parametrize("prefix", ["", "/api", "/api/v1", "/v2/internal/things/of", "/a-b/c.d"])
@pytest.mark.parametrize("path", ["", "/7", "/latest"])
def test_a_route_is_asked_for_alone_however_many_there_are(
    prefix: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    matches = APIRoute.matches

    def watched(route: APIRoute, scope: Scope) -> tuple[Match, Scope]:
        asked.append(route.path)
        return matches(route, scope)

    monkeypatch.setattr(APIRoute, "matches", watched)
    paths = [f"{prefix}/r{i}{part}" for i in range(20) for part in ("", "/latest", "/{id}")]
    index = RouteIndex([APIRoute(path, latest) for path in paths])

    index.matches({"type": "http", "method": "GET", "path": f"{prefix}/r19{path}"})

    assert {path.removeprefix(prefix).split("/")[1] for path in asked} == {"r19"}


@pytest.mark.parametrize("prefix", ["", "/api", "/v2/internal"])
async def test_the_first_of_two_routes_answers_whatever_begins_like_it(prefix: str) -> None:
    def build(app: FastAPI) -> None:
        for path in (
            "/things/{name}/parts",
            "/things/{name}",
            "/things/latest",
            "/things/of/{name}",
            "/things",
            "/thing",
        ):
            app.get(f"{prefix}{path}")(_answer(path))

    pair = Pair(build)
    for path in ("/things/latest", "/things/of/parts", "/things/of/1", "/things", "/thing", "/th"):
        answer = await pair.ask("GET", f"{prefix}{path}")
        assert answer.was_fast or answer.response.status_code == 404


def _answer(path: str) -> Callable[[], Awaitable[str]]:
    async def endpoint() -> str:
        return path

    return endpoint
