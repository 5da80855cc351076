"""Routes of every kind, included and mounted."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Request, WebSocket
from fastapi.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from kit.routing import RouteIndex
from tests.kit.routing.parity import Pair


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


@things.get("/context")
async def get_context(request: Request) -> str:
    path: str = request.scope["fastapi"]["effective_route_context"].path
    return path


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
