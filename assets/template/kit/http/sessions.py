"""The sessions of a request, and those of what goes on after it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
)
from typing import Any

from fastapi.concurrency import run_in_threadpool
from fastapi.requests import HTTPConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from kit.compat.routes import in_threads
from kit.db.constraints import explain, is_refusal
from kit.db.session import Database
from kit.db.waiting import WAITED, served
from kit.errors import AppError

READ_ONLY_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

OpenSession = Callable[[], AbstractAsyncContextManager[AsyncSession]]
OpenSyncSession = Callable[[], AbstractContextManager[Session]]


def reads_only(connection: HTTPConnection) -> bool:
    return connection.scope.get("method") in READ_ONLY_METHODS


async def get_database(connection: HTTPConnection) -> Database:
    database: Database = connection.app.state.database
    served.set(connection.scope if connection.scope["type"] == "http" else None)
    return database


async def get_db(connection: HTTPConnection) -> AsyncIterator[Session]:
    """One transaction for plain `def` code: committed before the answer, rolled back by an error.

    An error that `commits` commits too.
    """
    database = await get_database(connection)
    transaction = _transaction(database, read_only=reads_only(connection))
    async with database.turn(), in_threads(transaction) as session:
        yield session


@contextmanager
def _transaction(database: Database, *, read_only: bool) -> Iterator[Session]:
    with database.session(read_only=read_only) as session:
        try:
            try:
                yield session
            except AppError as error:
                if error.commits:
                    session.commit()
                raise
            session.commit()
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            session.rollback()
            raise explain(session, error) from error


async def get_async_db(connection: HTTPConnection) -> AsyncIterator[AsyncSession]:
    """One transaction for `async def` code: committed before the answer, rolled back by an error.

    An error that `commits` commits too.
    """
    database = await get_database(connection)
    async with database.async_session(read_only=reads_only(connection)) as session:
        try:
            try:
                yield session
            except AppError as error:
                if error.commits:
                    await session.commit()
                raise
            await session.commit()
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            await session.rollback()
            raise await session.run_sync(explain, error) from error


_begin = asynccontextmanager(get_async_db)


async def get_stream_db(connection: HTTPConnection) -> AsyncIterator[OpenSession]:
    """What opens a session after the handler: one transaction for each `async with`."""
    opened: set[_StreamSession] = set()
    try:
        yield lambda: _StreamSession(connection, opened)
    finally:
        # A stream whose reader has gone stands still in the middle.
        for session in opened.copy():
            await session.abandon()


class _StreamSession:
    """A transaction of its own.

    It is no generator: those that nobody reads to the end are closed by the loop in any order.
    """

    def __init__(self, connection: HTTPConnection, opened: "set[_StreamSession]") -> None:
        self._connection = connection
        self._opened = opened
        self._manager = _begin(connection)

    async def __aenter__(self) -> AsyncSession:
        # Each waits for a connection as long as a request may.
        self._connection.scope.pop(WAITED, None)
        session = await self._manager.__aenter__()
        self._opened.add(self)
        return session

    async def __aexit__(self, *error: Any) -> bool | None:
        if self not in self._opened:
            return None  # abandoned
        self._opened.discard(self)
        return await self._manager.__aexit__(*error)

    async def abandon(self) -> None:
        self._opened.discard(self)
        await self._manager.gen.aclose()


async def get_sync_stream_db(connection: HTTPConnection) -> AsyncIterator[OpenSyncSession]:
    """The same for plain `def` code: one transaction for each `with`."""
    database: Database = connection.app.state.database
    opened: set[Session] = set()

    @contextmanager
    def open_session() -> Iterator[Session]:
        with _transaction(database, read_only=reads_only(connection)) as session:
            opened.add(session)
            try:
                yield session
            finally:
                opened.discard(session)

    try:
        yield open_session
    finally:
        for session in opened.copy():
            await run_in_threadpool(session.close)
