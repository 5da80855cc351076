"""With the index or without it, an application answers the same."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Message, Scope

from kit.routing import RouteIndex
from tests.kit.routing.index_routes import MOUNTED, PAIR, latest


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


def test_a_route_is_asked_for_alone_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    matches = APIRoute.matches

    def watched(route: APIRoute, scope: Scope) -> tuple[Match, Scope]:
        asked.append(route.path)
        return matches(route, scope)

    monkeypatch.setattr(APIRoute, "matches", watched)
    index = RouteIndex([APIRoute(f"/api/v1/r{i}", latest) for i in range(20)])

    index.matches({"type": "http", "method": "GET", "path": "/api/v1/r19"})

    assert asked == ["/api/v1/r19"]
