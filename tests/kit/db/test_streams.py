"""Sessions and what goes on after the answer of a request: streams and background tasks."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from anyio import Event, fail_after
from anyio.lowlevel import checkpoint
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.pool import QueuePool
from starlette.requests import ClientDisconnect
from starlette.types import Message, Scope

from app.config import Settings
from kit.db.compiled import SessionEndedError
from kit.db.session import Database
from kit.errors import ConflictError
from tests.kit.db.streams import COUNT, router

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


@pytest.fixture
async def small(settings: Settings) -> AsyncIterator[Database]:
    """With two connections, which nobody waits long for."""
    limits = {"database_pool_size": 2, "database_max_overflow": 0, "database_pool_timeout": 0.01}
    database = Database(settings.model_copy(update=limits))
    yield database
    await database.dispose()


@pytest.fixture
def streams(small: Database) -> FastAPI:
    app = FastAPI()
    app.state.database = small
    app.include_router(router)
    return app


@pytest.fixture
async def caller(streams: FastAPI) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(streams), base_url="http://test") as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "async/ordinary"),
        ("GET", "async/compiled"),
        ("GET", "async/lines"),
        ("POST", "async/insert"),
        ("POST", "async/add"),
        ("POST", "async/commit"),
        ("GET", "sync/ordinary"),
        ("POST", "sync/add"),
    ],
)
async def test_who_uses_the_session_of_a_request_after_it_is_told_and_keeps_no_connection(
    caller: AsyncClient, small: Database, method: str, path: str
) -> None:
    for _ in range(5):
        with pytest.raises(SessionEndedError, match="opens its own with StreamDbSession"):
            await caller.request(method, f"/ended/{path}")

    assert (await caller.get("/count")).json() == 0
    assert (await caller.get("/count/sync")).json() == 0
    assert in_use(small) == 0


@pytest.mark.parametrize("kind", ["async", "sync"])
async def test_a_stream_opens_sessions_of_its_own(
    caller: AsyncClient, small: Database, kind: str
) -> None:
    for _ in range(5):
        assert (await caller.get(f"/own/{kind}")).text == "00"

    assert in_use(small) == 0


@pytest.mark.parametrize("kind", ["async", "sync"])
async def test_a_task_commits_or_fails_as_a_request_does(
    caller: AsyncClient, small: Database, kind: str
) -> None:
    await caller.post(f"/own/{kind}")
    with pytest.raises(ConflictError):
        await caller.post(f"/own/{kind}")

    assert (await caller.get("/count")).json() == 1
    assert in_use(small) == 0


@pytest.mark.parametrize("version", ["2.3", "2.4"])
@pytest.mark.parametrize("kind", ["async", "sync"])
async def test_who_leaves_a_stream_takes_no_connection_along(
    streams: FastAPI, small: Database, kind: str, version: str
) -> None:
    """Servers say so in one way or the other."""
    has_part = Event()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            has_part.set()
            await checkpoint()
            if version == "2.4":
                raise OSError

    async def receive() -> Message:
        await has_part.wait()
        return {"type": "http.disconnect"}

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": version},
        "method": "GET",
        "path": f"/open/{kind}",
        "query_string": b"",
        "headers": [],
    }
    with fail_after(60), suppress(ClientDisconnect):
        await streams(scope, receive, send)

    assert in_use(small) == 0


async def test_a_session_that_was_reset_can_be_used_again(small: Database) -> None:
    async with small.async_session() as db:
        await db.scalar(COUNT)
        await db.reset()
        assert in_use(small) == 0
        assert await db.scalar(COUNT) == 0


def in_use(database: Database) -> int:
    pools = database.engine.pool, database.async_engine.sync_engine.pool
    return sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool))
