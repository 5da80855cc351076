"""With the index or without it, an application answers the same."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket
from httpx2 import ASGITransport, AsyncClient
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from app.core.error_handlers import add_error_handlers
from app.core.routing import RouteIndex


async def forbid(request: Request) -> None:
    if "forbidden" in request.headers:
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


def build(*, indexed: bool) -> FastAPI:
    app = FastAPI()
    add_error_handlers(app)
    v1 = APIRouter()
    v1.include_router(things)
    app.include_router(early)
    app.include_router(v1, prefix="/api/v1")
    app.include_router(v1, prefix="/api/v2", dependencies=[Depends(who)])
    app.include_router(late)
    app.mount("/static", StaticFiles(directory="tests"))
    app.add_route("/plain", lambda _: PlainTextResponse("plain"))
    if indexed:
        app.router.routes.insert(0, RouteIndex(app.routes))
    return app


APPS = [build(indexed=False), build(indexed=True)]


@pytest.fixture
async def clients() -> AsyncIterator[list[AsyncClient]]:
    transports = [ASGITransport(app) for app in APPS]
    clients = [AsyncClient(transport=t, base_url="http://test") for t in transports]
    yield clients
    for client in clients:
        await client.aclose()


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
async def test_the_answer_is_the_same(clients: list[AsyncClient], method: str, path: str) -> None:
    usual, indexed = [await client.request(method, path) for client in clients]

    assert indexed.status_code == usual.status_code
    assert indexed.headers == usual.headers
    assert indexed.content == usual.content


async def test_dependencies_of_the_router_hold(clients: list[AsyncClient]) -> None:
    for client in clients:
        response = await client.get("/api/v1/things/latest", headers={"forbidden": "yes"})
        assert response.status_code == 403


async def test_overrides_hold() -> None:
    app = build(indexed=True)
    app.dependency_overrides[who] = lambda: "nobody"

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        assert (await client.post("/api/v1/things?name=x")).json() == {"x": "nobody"}


def test_the_routes_of_the_api_are_in_the_index() -> None:
    scope = {"type": "http", "method": "GET", "path": "/api/v1/things/7"}
    index = RouteIndex(build(indexed=False).routes)

    assert index.matches(scope)[1]["path_params"] == {"thing_id": "7"}
