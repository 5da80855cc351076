"""Routes that answer in every way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field, computed_field

from kit.errors import NotFoundError
from tests.kit.routing.parity import Pair


class Item(BaseModel):
    number: int = Field(alias="theNumber", default=1)
    price: Decimal = Decimal("1.50")
    note: str | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def double(self) -> int:
        return self.number * 2


@dataclass
class Row:
    number: int = 7
    price: str = "2.50"
    secret: str = "hidden"


class Taken(Exception):  # noqa: N818
    pass


class OwnRoute(APIRoute):
    """A route of another class may handle its requests in another way."""


router = APIRouter(prefix="/api/v1/answers")
own = APIRouter(prefix="/api/v1/own", route_class=OwnRoute)


@router.get("/model")
@own.get("/model")
async def model() -> Item:
    return Item(theNumber=3)


@router.get("/row", response_model=Item, status_code=202)
@router.get("/unset", response_model=Item, response_model_exclude_unset=True)
@router.get("/none", response_model=Item, response_model_exclude_none=True)
@router.get("/include", response_model=Item, response_model_include={"price"})
@router.get("/names", response_model=Item, response_model_by_alias=False)
@router.get("/wrong", response_model=list[Item])
async def row() -> Any:
    return Row()


@router.get("/list", responses={404: {"model": Item}})
async def many() -> list[Item]:
    return [Item(), Item(theNumber=2)]


@router.get("/untyped")
async def untyped():  # type: ignore[no-untyped-def]
    return {"at": datetime(2026, 1, 31, tzinfo=UTC), "row": Row()}


@router.get("/without", response_model=None)
async def without() -> Any:
    return [Row(), Decimal("1.0"), {1, 2}]


@router.get("/nan")
async def nan() -> float:
    return float("nan")


@router.delete("/nothing", status_code=204)
@router.get("/reset", status_code=205)
@router.get("/null")
async def nothing() -> None:
    return None


@router.api_route("/methods", methods=["GET", "HEAD", "PUT"])
async def methods(request: Request) -> str:
    return request.method


@router.get("/html")
async def html() -> HTMLResponse:
    return HTMLResponse("<b>", headers={"X-Own": "yes"})


@router.get("/cookie", response_model=Item, status_code=201)
async def cookie() -> JSONResponse:
    response = JSONResponse({"a": 1})
    response.set_cookie("a", "b")
    return response


@router.get("/away", response_model=None)
async def away(request: Request) -> Response:
    return RedirectResponse(request.url_for("model"))


@router.get("/pieces")
async def pieces() -> StreamingResponse:
    async def content() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    return StreamingResponse(content())


@router.get("/html-class", response_class=HTMLResponse)
async def html_class() -> str:
    return "<b>"


@router.get("/lines")
async def lines() -> AsyncIterator[Item]:
    yield Item()
    yield Item(theNumber=2)


@router.get("/response")
async def response(response: Response) -> int:
    response.headers["X-Own"] = "yes"
    response.status_code = 203
    return 1


def set_cookie(response: Response) -> None:
    response.set_cookie("seen", "now")
    response.headers["X-Own"] = "sync"


async def count(response: Response) -> Response:
    response.headers.append("X-Count", "1")
    return response


@router.get("/given")
async def given(response: Response, counted: Annotated[Response, Depends(count)]) -> bool:
    response.set_cookie("a", "b")
    response.headers.append("X-Count", "2")
    return counted is response


@router.get("/given-empty")
async def given_empty(response: Response) -> Item:
    response.status_code = 204
    return Item()


@router.get("/given-then-failed", dependencies=[Depends(count)])
async def given_then_failed() -> None:
    raise NotFoundError("nothing here")


@router.get("/given-then-own", dependencies=[Depends(count)])
async def given_then_own() -> JSONResponse:
    return JSONResponse(1)


@router.get("/given-in-thread", dependencies=[Depends(set_cookie)])
async def given_in_thread() -> int:
    return 1


@router.get("/background")
async def background(request: Request, tasks: BackgroundTasks) -> int:
    tasks.add_task(request.app.state.events.append, "later")
    return 1


@router.post("/raise/{kind}")
async def fail(kind: str, body: dict[str, Any]) -> int:
    raise {
        "value": ValueError(body),
        "http": HTTPException(418, "tea", {"X-Tea": "yes"}),
        "empty": HTTPException(304),
        "app": NotFoundError("gone"),
        "taken": Taken("it is"),
        "odd": ZeroDivisionError("odd"),
    }[kind]


@router.get("/scope")
async def scope(request: Request) -> list[Any]:
    request.state.seen = True
    path = request.scope["route"].path
    return [path, request.scope["endpoint"].__name__, request.state.seen, request.path_params]


def build(app: FastAPI) -> None:
    @app.exception_handler(Taken)
    async def taken(request: Request, error: Taken) -> Response:
        body = (await request.body()).decode()
        return JSONResponse([str(error), body, request.path_params], 409)

    app.include_router(router)
    app.include_router(own)


PAIR = Pair(build)
