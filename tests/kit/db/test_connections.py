"""Compiled statements on the connections of a pool, and transactions that end for good."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.config import Settings
from app.models.user import User
from kit.db.compiled import Query, rows_of
from kit.db.session import Database

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]

SLEEP = Query(select(func.pg_sleep(60)))
EMAILS = Query(select(User.email).order_by(User.email))


def user(name: str) -> User:
    return User(email=f"{name}@example.com", hashed_password="-")


ONE_CONNECTION = {"database_pool_size": 1, "database_max_overflow": 0}


@asynccontextmanager
async def one_connection(settings: Settings, *, patience: float) -> AsyncIterator[Database]:
    """A database with one connection; `patience` is in seconds."""
    limits = ONE_CONNECTION | {"database_pool_timeout": patience}
    database = Database(settings.model_copy(update=limits))
    yield database
    await database.dispose()


@pytest.fixture
async def small(settings: Settings) -> AsyncIterator[Database]:
    async with one_connection(settings, patience=60) as database:
        yield database


@pytest.fixture
async def impatient(settings: Settings) -> AsyncIterator[Database]:
    async with one_connection(settings, patience=0.01) as database:
        yield database


@pytest.fixture
def postgresql(small: Database) -> None:
    if small.async_engine.dialect.name != "postgresql":
        pytest.skip("this happens on PostgreSQL alone")


async def emails(database: Database) -> list[str]:
    async with database.async_session(read_only=True) as db:
        return [email.partition("@")[0] for email in await EMAILS.all(db)]


async def test_each_way_of_writing_is_committed(small: Database) -> None:
    async with small.async_session() as db:
        await rows_of(User).insert(db, user("compiled"))
        db.add(user("ordinary"))
        await db.commit()

    assert await emails(small) == ["compiled", "ordinary"]


async def test_a_connection_goes_back_whatever_happens(small: Database) -> None:
    for end in ("commit", "rollback", "close"):
        async with small.async_session() as db:
            await rows_of(User).insert(db, user(end))
            await getattr(db, end)()
    async with small.async_session() as db:
        await rows_of(User).insert(db, user("left"))

    assert await emails(small) == ["commit"]


async def _write_twice(database: Database) -> None:
    async with database.async_session() as db:
        await rows_of(User).insert(db, user("ada"))
        await rows_of(User).insert(db, user("ada"))


async def test_an_error_leaves_nothing_behind(small: Database) -> None:
    with pytest.raises(IntegrityError):
        await _write_twice(small)

    assert await emails(small) == []


@pytest.mark.usefixtures("postgresql")
async def test_a_transaction_that_failed_is_not_said_to_be_committed(small: Database) -> None:
    async with small.async_session() as db:
        await rows_of(User).insert(db, user("ada"))
        with pytest.raises(IntegrityError):
            await rows_of(User).insert(db, user("ada"))

        with pytest.raises(InvalidRequestError, match="roll it back"):
            await db.commit()

    assert await emails(small) == []


async def test_the_session_joins_what_a_compiled_statement_began(small: Database) -> None:
    """There is one connection: a second would be waited for in vain."""
    async with small.async_session() as db:
        await rows_of(User).insert(db, user("ada"))
        db.add(user("bea"))
        await db.flush()
        await rows_of(User).insert(db, user("cleo"))
        count = await db.scalar(select(func.count()).select_from(User))
        await db.rollback()

    assert count == 3
    assert await emails(small) == []


async def test_who_finds_no_connection_waits_and_is_told(impatient: Database) -> None:
    async with impatient.async_session() as db:
        await rows_of(User).insert(db, user("ada"))

        with pytest.raises(PoolTimeoutError):
            await emails(impatient)

    assert await emails(impatient) == []


async def test_who_waits_is_served(small: Database) -> None:
    assert await asyncio.gather(*(emails(small) for _ in range(20))) == [[]] * 20


@pytest.mark.usefixtures("postgresql")
async def test_a_connection_that_was_closed_is_replaced(
    small: Database, database: Database
) -> None:
    connection = await small.async_engine.raw_connection()
    raw: Any = connection.driver_connection
    noticed = asyncio.Event()
    raw.add_termination_listener(lambda _: noticed.set())
    connection.close()
    async with database.async_session() as db:
        await db.scalar(select(func.pg_terminate_backend(raw.get_server_pid())))
    await noticed.wait()

    assert await emails(small) == []


async def _cancel(query: Awaitable[object]) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(query, timeout=0.05)


@pytest.mark.usefixtures("postgresql")
async def test_a_query_that_is_cancelled_disturbs_nobody(small: Database) -> None:
    async with small.async_session() as db:
        await _cancel(SLEEP.all(db))

    assert await emails(small) == []


@pytest.mark.usefixtures("postgresql")
async def test_a_transaction_that_is_cancelled_is_undone(small: Database) -> None:
    async with small.async_session() as db:
        await rows_of(User).insert(db, user("ada"))
        await _cancel(SLEEP.all(db))

    assert await emails(small) == []


async def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = Database(Settings(_env_file=None, database_url="postgresql://u:p@127.0.0.1:1/none"))

    with pytest.raises(DBAPIError):
        await emails(database)
