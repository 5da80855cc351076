"""Two doors to one database: async for the API, sync for scripts and plain `def` code.

    with Database(get_settings()).session() as db:
        db.add(...)
        db.commit()

An engine is made when its door is first used, and connects with the first query.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

from sqlalchemy import URL, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from app.config import Settings
from app.db.compiled import CompiledSession, Connections
from app.db.postgresql import use_asyncpg
from app.db.sqlite import use_sqlite

SYNC_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
CONNECT_TIMEOUT = 5  # seconds
# Half of the threads that there are for plain `def` code. Who waits for a row, or on SQLite to
# write, does so in one; who keeps them waiting needs some more of them to finish.
MAX_TURNS = 20


class Database:
    """The engines of one configuration, and the sessions on them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = make_url(settings.database_url)
        self._turns = asyncio.Semaphore(min(settings.database_connections, MAX_TURNS))

    @cached_property
    def engine(self) -> Engine:
        url = self._driver_url(SYNC_DRIVERS)
        if url.drivername == "postgresql+psycopg" and "connect_timeout" not in url.query:
            url = url.update_query_dict({"connect_timeout": str(CONNECT_TIMEOUT)})
        # psycopg does not notice by itself that the server has gone, or restarted.
        engine = create_engine(url, pool_pre_ping=True, **self._options())
        if engine.dialect.name == "sqlite":
            use_sqlite(engine)
        return engine

    @cached_property
    def connections(self) -> Connections:
        """The async engine's, of which sessions and compiled statements take theirs."""
        url, arguments = self._driver_url(ASYNC_DRIVERS), {}
        if url.drivername == "postgresql+asyncpg":
            url, arguments = url.set(query={}), _asyncpg_arguments(url)
        # Sessions end their transactions themselves; nothing is left to reset.
        engine = create_async_engine(
            url, connect_args=arguments, pool_reset_on_return=None, **self._options()
        )
        connections = Connections(engine)
        if engine.dialect.name == "sqlite":
            use_sqlite(engine.sync_engine)
        else:
            event.listen(engine.sync_engine, "do_connect", _connect_asyncpg)
            use_asyncpg(engine.sync_engine)
        return connections

    @property
    def async_engine(self) -> AsyncEngine:
        return self.connections.engine

    @cached_property
    def _reading_engine(self) -> AsyncEngine:
        return self.async_engine.execution_options(read_only=True)

    def session(self, *, read_only: bool = False) -> Session:
        engine = self.engine.execution_options(read_only=read_only)
        return Session(engine, expire_on_commit=False)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait here for a connection of the sync door.

        In the pool it would block a thread, and those who hold a connection need threads to finish.
        """
        try:
            async with asyncio.timeout(self._settings.database_pool_timeout):
                await self._turns.acquire()
        except TimeoutError:
            raise PoolTimeoutError("no connection for plain `def` code became free") from None
        try:
            yield
        finally:
            self._turns.release()

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        engine = self._reading_engine if read_only else self.async_engine
        return CompiledSession(engine, self.connections, expire_on_commit=False)

    async def dispose(self) -> None:
        """Close what was opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()
        if "connections" in self.__dict__:
            await self.async_engine.dispose()

    def _driver_url(self, drivers: dict[str, str]) -> URL:
        return self._url.set(drivername=drivers[self._url.get_backend_name()])

    def _options(self) -> dict[str, Any]:
        return {
            "pool_size": self._settings.database_pool_size,
            "max_overflow": self._settings.database_max_overflow,
            "pool_timeout": self._settings.database_pool_timeout,
            # An error that is logged must not show what was to be stored.
            "hide_parameters": True,
        }


def _asyncpg_arguments(url: URL) -> dict[str, Any]:
    """asyncpg reads the options of libpq from a DSN alone, and lacks these two of them."""
    query = dict(url.query)
    query.pop("channel_binding", None)
    timeout = query.pop("connect_timeout", CONNECT_TIMEOUT)
    dsn = url.set(drivername="postgresql", query=query)
    return {"dsn": dsn.render_as_string(hide_password=False), "timeout": float(str(timeout))}


def _connect_asyncpg(
    dialect: Dialect, _: object, arguments: tuple[Any, ...], parameters: dict[str, Any]
) -> Any:
    try:
        return dialect.connect(*arguments, **parameters)
    except OSError as error:
        # asyncpg says with the system's own errors that nobody is there.
        raise OperationalError(None, None, error) from error
