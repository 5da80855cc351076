"""With the index or without it, an application answers the same."""

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Request, WebSocket
from fastapi.requests import HTTPConnection
from fastapi.routing import APIRoute
from starlette.responses import PlainTextResponse
from starlette.routing import Match
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Scope

from app.core.routing import RouteIndex
from tests.core.routing.parity import Pair


async def forbid(connection: HTTPConnection) -> None:
    if "forbidden" in connection.headers:
        raise HTTPException(403)


async def who() -> str:
    return "somebody"


things = APIRouter(prefix="/things", tags=["things"], dependencies=[Depends(forbid)])


@things.get("")
async def list_things(request: Request) -> list[str]:
    return [request.scope["route"].path, str(request.url_for("get_thing", thing_id=1))]


@things.post("", status_code=201)
async def create_thing(name: str, user: Annotated[str, Depends(who)]) -> dict[str, str]:
    return {name: user}


@things.get("/latest")
async def latest() -> str:
    return "latest"


@things.get("/{thing_id}")
async def get_thing(thing_id: int) -> int:
    return thing_id


@things.get("/{thing_id}/files/{path:path}")
async def get_file(thing_id: int, path: str) -> list[Any]:
    return [thing_id, path]


@things.websocket("/live")
async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


early = APIRouter()


@early.get("/api/v2/{name}/early")
async def comes_first(name: str) -> str:
    return f"early {name}"


late = APIRouter(prefix="/late")


@late.get("/{anything:path}")
async def comes_last(anything: str) -> str:
    return f"late {anything}"


limited = APIRouter(form_limits={"max_fields": 1})


@limited.post("/api/v1/forms/{form_id}")
async def form(form_id: int, a: Annotated[str, Form()], b: Annotated[str, Form()] = "") -> str:
    return f"{form_id} {a} {b}"


def build(app: FastAPI) -> None:
    v1 = APIRouter()
    v1.include_router(things)
    app.include_router(early)
    app.include_router(v1, prefix="/api/v1")
    app.include_router(v1, prefix="/api/v2", dependencies=[Depends(who)])
    app.include_router(late)
    app.include_router(limited)
    app.mount("/static", StaticFiles(directory="tests"))
    app.add_route("/plain", lambda _: PlainTextResponse("plain"))


def build_mounted(app: FastAPI) -> None:
    build(app)
    inner = FastAPI()
    inner.include_router(things)
    inner.router.routes.insert(0, RouteIndex(inner.routes))
    middle = FastAPI()
    build(middle)
    middle.mount("/sub", inner)
    app.mount("/sub", middle)


PAIR = Pair(build)
MOUNTED = Pair(build_mounted)


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


async def test_the_limits_of_forms_hold() -> None:
    await PAIR.ask("POST", "/api/v1/forms/1", data={"a": "1"})
    answer = await PAIR.ask("POST", "/api/v1/forms/1", data={"a": "1", "b": "2"})

    assert answer.response.status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/things/live", "/api/v1/things/7"])
async def test_a_websocket_goes_the_usual_way(path: str) -> None:
    usual, short = [await _connect(app, path) for app in (PAIR.usual, PAIR.short)]

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
