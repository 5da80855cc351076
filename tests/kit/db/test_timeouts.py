"""No statement goes on without an end, whichever way it is run."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, literal, select, text
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from app.config import Settings
from app.dependencies import AsyncDbSession, DbSession
from kit.db import sqlite
from kit.db.availability import is_unavailable, took_too_long
from kit.db.compiled import Query
from kit.db.session import Database
from kit.db.sqlite import TimedConnection
from kit.http.error_handlers import add_error_handlers

_rows = select(literal(1).label("n")).cte(recursive=True)
_rows = _rows.union_all(select(_rows.c.n))
ENDLESS = select(func.count()).select_from(_rows)
COMPILED = Query(ENDLESS)


def counting(end: int) -> Query[int]:
    numbers = select(literal(1).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end))
    return Query(select(func.count()).select_from(numbers))


LONG, FEW = counting(10_000), counting(30)
ONE_CONNECTION = {"database_pool_size": 1, "database_max_overflow": 0}

router = APIRouter()


@router.get("/async")
async def read(db: AsyncDbSession) -> None:
    await COMPILED.one(db)


@router.get("/sync")
def read_sync(db: DbSession) -> None:
    db.scalar(ENDLESS)


@pytest.fixture
async def make(settings: Settings) -> AsyncIterator[Callable[..., Database]]:
    made: list[Database] = []

    def make(**limits: float) -> Database:
        made.append(Database(settings.model_copy(update=ONE_CONNECTION | limits)))
        return made[-1]

    yield make
    for database in made:
        await database.dispose()


async def compiled(database: Database) -> None:
    async with database.async_session(read_only=True) as db:
        await COMPILED.one(db)


async def within_a_transaction(database: Database) -> None:
    async with database.async_session() as db:
        await db.execute(text("SELECT 1"))
        await COMPILED.one(db)


async def ordinary(database: Database) -> None:
    async with database.async_session() as db:
        await db.execute(ENDLESS)


async def sync(database: Database) -> None:
    def run() -> None:
        with database.session() as db:
            db.execute(ENDLESS)

    await run_in_threadpool(run)


async def exporting(database: Database) -> None:
    async with database.export_session() as db:
        await COMPILED.one(db)


async def one(database: Database) -> Any:
    async with database.async_session() as db:
        return await db.scalar(text("SELECT 1"))


@pytest.mark.parametrize("run", [compiled, within_a_transaction, ordinary, sync])
async def test_a_statement_is_ended_and_its_connection_is_used_again(
    make: Callable[..., Database], run: Callable[[Database], Awaitable[None]]
) -> None:
    database = make(database_statement_timeout=0.3)

    with pytest.raises(DBAPIError) as error:
        await run(database)

    assert is_unavailable(error.value)
    assert took_too_long(error.value)
    assert await one(database) == 1


async def test_the_time_in_which_a_connection_was_not_used_counts_for_no_statement(
    make: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(sqlite, "monotonic", lambda: now)
    database = make(database_statement_timeout=10)
    await one(database)
    now = 60.0

    async with database.async_session(read_only=True) as db:
        assert await LONG.one(db) == 10_000


async def test_a_statement_that_takes_long_for_each_of_few_rows_is_ended(
    make: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = make(database_statement_timeout=1)
    if database.async_engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks at its own clock")
    await one(database)
    looks = count()
    monkeypatch.setattr(sqlite, "monotonic", lambda: float(next(looks)))

    with pytest.raises(DBAPIError) as error:
        async with database.async_session(read_only=True) as db:
            await FEW.one(db)

    assert took_too_long(error.value)


async def test_those_of_exports_have_a_limit_of_their_own(make: Callable[..., Database]) -> None:
    database = make(database_statement_timeout=60, database_export_timeout=0.3)

    with pytest.raises(DBAPIError) as error:
        await exporting(database)

    assert took_too_long(error.value)


async def test_the_limit_of_an_export_ends_with_it(make: Callable[..., Database]) -> None:
    database = make(database_statement_timeout=0.3, database_export_timeout=60)
    async with database.export_session() as db:
        await db.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError) as error:
        await compiled(database)

    assert took_too_long(error.value)


async def test_what_the_url_says_itself_wins(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        pytest.skip("SQLite has no such option")
    separator = "&" if "?" in settings.database_url else "?"
    url = f"{settings.database_url}{separator}options=-c%20statement_timeout%3D7s"
    own = Database(settings.model_copy(update={"database_url": url}))
    shown = text("SHOW statement_timeout")
    async with own.async_session() as db:
        of_async = await db.scalar(shown)
    with own.session() as sync_db:
        of_sync = sync_db.scalar(shown)
    await own.dispose()

    assert of_async == of_sync == "7s"


def test_migrations_have_no_limit(settings: Settings) -> None:
    database = Database(settings.for_migrations)
    with database.session() as db:
        if db.get_bind().dialect.name == "sqlite":
            assert not isinstance(db.connection().connection.driver_connection, TimedConnection)
        else:
            assert db.scalar(text("SHOW statement_timeout")) == "0"
    database.engine.dispose()


@pytest.mark.parametrize("path", ["/async", "/sync"])
async def test_the_client_may_come_again(make: Callable[..., Database], path: str) -> None:
    app = FastAPI()
    app.state.database = make(database_statement_timeout=0.3)
    app.include_router(router)
    add_error_handlers(app)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        response = await client.get(path)

    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    assert response.json()["detail"] == "The database took too long"
