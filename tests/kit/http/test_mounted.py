"""FastAPI applications that are mounted in this one."""

from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.requests import Request
from fastapi.responses import PlainTextResponse
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from app.dependencies import AsyncDbSession, CurrentUser, DbSession, SendMail, StreamDbSession
from app.main import create_app
from app.models.user import User
from kit.db.session import Database
from kit.errors import NotFoundError
from tests.conftest import signed_in

COUNT = select(func.count()).select_from(User)

router = APIRouter()


@router.get("/async")
async def count_twice(db: AsyncDbSession, stream_db: StreamDbSession, _: SendMail) -> int:
    async with stream_db() as own:
        counted = await own.scalar(COUNT) or 0
    return counted + (await db.scalar(COUNT) or 0)


@router.get("/sync")
def count_sync(db: DbSession) -> int:
    return db.scalar(COUNT) or 0


@router.get("/me")
async def me(user: CurrentUser) -> str:
    return user.email


@router.get("/missing/{number}")
async def missing(number: int) -> None:
    raise NotFoundError(f"{number} not found")


@router.get("/broken")
async def broken() -> None:
    raise ZeroDivisionError


@pytest.fixture
def inner() -> FastAPI:
    app = FastAPI()
    app.include_router(router)
    return app


def mounted(outer: FastAPI, inner: FastAPI) -> None:
    outer.mount("/inner", inner)


def mounted_twice(outer: FastAPI, inner: FastAPI) -> None:
    between = FastAPI()
    between.mount("", inner)
    outer.mount("/inner", between)


def mounted_by_starlette(outer: FastAPI, inner: FastAPI) -> None:
    outer.mount("/inner", Starlette(routes=[Mount("", inner)]))


def in_a_router(outer: FastAPI, inner: FastAPI) -> None:
    own = APIRouter()
    own.mount("/inner", inner)
    outer.include_router(own)


def behind_middleware(outer: FastAPI, inner: FastAPI) -> None:
    outer.routes.append(Mount("/inner", inner, middleware=[Middleware(GZipMiddleware)]))


WAYS = [mounted, mounted_twice, mounted_by_starlette, in_a_router, behind_middleware]


@pytest.fixture(params=WAYS)
def outer(request: pytest.FixtureRequest, app: FastAPI, inner: FastAPI) -> FastAPI:
    outer = create_app()
    request.param(outer, inner)
    # It is set after that, as tests do.
    outer.state.database = app.state.database
    return outer


@pytest.fixture
async def caller(outer: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(outer, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.mark.usefixtures("user")
async def test_they_have_the_sessions_of_the_database(caller: AsyncClient) -> None:
    assert (await caller.get("/inner/async")).json() == 2


@pytest.mark.commits
async def test_they_have_those_of_plain_def_code(caller: AsyncClient) -> None:
    assert (await caller.get("/inner/sync")).json() == 0


async def test_they_know_who_is_signed_in(outer: FastAPI, user: User) -> None:
    async with signed_in(outer, user) as client:
        assert (await client.get("/inner/me")).json() == user.email


@pytest.mark.parametrize(
    ("path", "status"), [("me", 401), ("missing/1", 404), ("missing/x", 422), ("broken", 500)]
)
async def test_their_errors_are_problems(caller: AsyncClient, path: str, status: int) -> None:
    response = await caller.get(f"/inner/{path}")

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["instance"] == f"/inner/{path}"


async def test_they_answer_head_as_get(inner: FastAPI, caller: AsyncClient) -> None:
    @inner.head("/own")
    async def own() -> PlainTextResponse:
        return PlainTextResponse("", 204)

    answers = [await caller.head(f"/inner/{path}") for path in ("async", "own", "missing/1")]

    assert [answer.status_code for answer in answers] == [200, 204, 404]


async def test_what_they_have_of_their_own_is_theirs(inner: FastAPI, database: Database) -> None:
    inner.state.database = database

    @inner.exception_handler(NotFoundError)
    async def not_found(_: Request, __: NotFoundError) -> PlainTextResponse:
        return PlainTextResponse("as they like it", 200)

    outer = create_app()
    outer.mount("/inner", inner)
    async with AsyncClient(transport=ASGITransport(outer), base_url="http://test") as client:
        response = await client.get("/inner/missing/1")

    assert response.text == "as they like it"
    assert inner.state.database is database
