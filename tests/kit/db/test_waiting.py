"""All waits of one request for connections share one limit."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text
from starlette.types import Receive, Scope, Send

from app.config import Settings
from app.dependencies import AsyncDbSession, DbSession
from kit.db import waiting
from kit.db.session import Database
from kit.db.waiting import WAITED, patience, served
from kit.http.error_handlers import add_error_handlers

LIMIT = 60.0

router = APIRouter()


@router.get("/async")
async def read(db: AsyncDbSession) -> None:
    await db.execute(text("SELECT 1"))


@router.get("/sync")
def read_sync(db: DbSession) -> None:
    db.execute(text("SELECT 1"))


class Clock:
    """It goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(waiting, "monotonic", clock)
    return clock


@pytest.fixture
def scope() -> Iterator[dict[str, Any]]:
    """Of the request that is served."""
    scope: dict[str, Any] = {}
    token = served.set(scope)
    yield scope
    served.reset(token)


@pytest.fixture
async def narrow(settings: Settings) -> AsyncIterator[Database]:
    """With one connection for each engine, for which one may wait long."""
    limits = {"database_pool_size": 1, "database_pool_timeout": LIMIT}
    database = Database(settings.model_copy(update=limits))
    yield database
    await database.dispose()


def wait(clock: Clock, seconds: float) -> float:
    """What there was to wait."""
    with patience(LIMIT) as left:
        clock.now += seconds
    return left


@pytest.mark.usefixtures("scope")
def test_who_has_waited_has_less_left(clock: Clock) -> None:
    assert [wait(clock, 20), wait(clock, 30), wait(clock, 30), wait(clock, 0)] == [60, 40, 10, 0]


@pytest.mark.usefixtures("scope")
def test_work_between_two_waits_is_none(clock: Clock) -> None:
    wait(clock, 20)
    clock.now += 1000

    assert wait(clock, 0) == 40


def test_what_serves_no_request_waits_each_time_anew(clock: Clock) -> None:
    assert [wait(clock, 50), wait(clock, 50)] == [60, 60]


@pytest.mark.usefixtures("scope")
async def test_so_does_a_part_of_an_export(narrow: Database) -> None:
    async with narrow.export_session():
        assert served.get() is None


@pytest.mark.parametrize("path", ["/async", "/sync"])
async def test_a_request_that_has_waited_enough_is_told_at_once(
    narrow: Database, path: str
) -> None:
    app = FastAPI()
    app.state.database = narrow
    app.include_router(router)
    add_error_handlers(app)

    async def impatient(scope: Scope, receive: Receive, send: Send) -> None:
        scope[WAITED] = LIMIT
        await app(scope, receive, send)

    client = AsyncClient(transport=ASGITransport(impatient), base_url="http://test")
    async with client, narrow.turn(), narrow.async_session() as db, asyncio.timeout(LIMIT / 2):
        await db.execute(text("SELECT 1"))
        response = await client.get(path)

    assert response.status_code == 503


async def test_who_need_not_wait_is_served_however_long_it_waited(
    narrow: Database, scope: dict[str, Any]
) -> None:
    scope[WAITED] = LIMIT

    async with narrow.async_session() as db, narrow.turn():
        assert await db.scalar(text("SELECT 1")) == 1


async def test_the_pool_is_as_silent_as_those_of_sqlalchemy(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    database = Database(settings)
    async with database.async_session() as session:
        await session.execute(text("SELECT 1"))

    await database.dispose()

    assert [record.name for record in caplog.records if "Pool" in record.getMessage()] == []
