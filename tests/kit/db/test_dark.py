"""A database that says nothing any more, and does not close its connections either."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from anyio import from_thread
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from app.config import Settings
from app.db import MIGRATIONS
from app.models.user import User
from kit.db import postgresql, readiness, session
from kit.db.availability import is_unavailable, took_too_long
from kit.db.compiled import Query, rows_of
from kit.db.readiness import why_unready
from kit.db.session import Database
from tests.kit.db.proxy import Proxy, proxied

POOL_SIZE = 2
EMAILS = Query(select(User.email))
ENOUGH = 60  # seconds in which each test ends, or fails

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (postgresql, "GRACE"),
        (readiness, "TIMEOUT"),
        (session, "CLOSE_TIMEOUT"),
    ):
        monkeypatch.setattr(module, name, 0.3)


@pytest.fixture
async def proxy(settings: Settings) -> AsyncIterator[Proxy]:
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("SQLite is no server")
    async with asyncio.timeout(ENOUGH), proxied(settings.database_url) as proxy:
        yield proxy


@pytest.fixture
async def far(settings: Settings, proxy: Proxy) -> AsyncIterator[Database]:
    """The database, behind the proxy."""
    limits = {"database_statement_timeout": 0.3, "database_export_timeout": 0.3}
    pool = {"database_pool_size": POOL_SIZE, "database_url": proxy.url}
    database = Database(settings.model_copy(update=limits | pool))
    yield database
    await database.dispose()


async def compiled(database: Database) -> None:
    async with database.async_session(read_only=True) as db:
        await EMAILS.all(db)


async def ordinary(database: Database) -> None:
    async with database.async_session(read_only=True) as db:
        await db.execute(text("SELECT 1"))


async def all_at_once(
    run: Callable[[Database], Awaitable[None]], database: Database
) -> list[BaseException | None]:
    return await asyncio.gather(*(run(database) for _ in range(POOL_SIZE)), return_exceptions=True)


@pytest.mark.parametrize("run", [compiled, ordinary])
async def test_its_connections_are_given_up_and_replaced(
    proxy: Proxy, far: Database, run: Callable[[Database], Awaitable[None]]
) -> None:
    await all_at_once(run, far)
    proxy.go_dark()

    errors = await all_at_once(run, far)
    again = await all_at_once(run, far)

    for error in errors:
        assert isinstance(error, DBAPIError)
        assert is_unavailable(error)
        assert took_too_long(error)
    assert again == [None] * POOL_SIZE


async def test_the_sync_engine_gives_them_up_too(proxy: Proxy, far: Database) -> None:
    def run() -> object:
        with far.session() as db:
            db.execute(text("SELECT 1"))
            from_thread.run_sync(proxy.go_dark)
            with pytest.raises(DBAPIError) as error:
                db.execute(text("SELECT 1"))
            db.rollback()
            assert took_too_long(error.value)
            return db.scalar(text("SELECT 1"))

    assert await run_in_threadpool(run) == 1


async def test_the_sync_engine_tries_a_connection_before_it_uses_it(
    proxy: Proxy, far: Database
) -> None:
    def run() -> object:
        with far.session() as db:
            return db.scalar(text("SELECT 1"))

    await run_in_threadpool(run)
    proxy.go_dark()

    assert await run_in_threadpool(run) == 1


async def test_what_it_does_not_confirm_is_not_said_to_be_committed(
    proxy: Proxy, far: Database
) -> None:
    async with far.async_session() as db:
        await rows_of(User).insert(db, User(email="ada@example.com", hashed_password="-"))
        proxy.go_dark()

        with pytest.raises(DBAPIError) as error:
            await db.commit()

    assert is_unavailable(error.value)


async def test_readiness_recovers_by_itself(proxy: Proxy, far: Database) -> None:
    before = await why_unready(far, MIGRATIONS)
    proxy.go_dark()
    dark = await why_unready(far, MIGRATIONS)

    assert before is None
    assert dark is not None
    assert await why_unready(far, MIGRATIONS) is None


async def test_it_does_not_keep_the_server_from_stopping(proxy: Proxy, far: Database) -> None:
    await all_at_once(compiled, far)
    proxy.go_dark()

    await far.dispose()
