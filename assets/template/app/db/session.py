"""Two doors to one database: async for the API, sync for scripts and plain `def` code.

    with Database(get_settings()).session() as db:
        db.add(...)
        db.commit()

An engine is made when its door is first used, and connects with the first query.
"""

import asyncio
from functools import cached_property
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from app.config import Settings

SYNC_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
PROBE_TIMEOUT = 2  # seconds
CONNECT_TIMEOUT = 5  # seconds


class Database:
    """The engines of one configuration, and the sessions on them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = make_url(settings.database_url)

    @cached_property
    def engine(self) -> Engine:
        url = self._driver_url(SYNC_DRIVERS)
        if url.drivername == "postgresql+psycopg" and "connect_timeout" not in url.query:
            url = url.update_query_dict({"connect_timeout": str(CONNECT_TIMEOUT)})
        engine = create_engine(url, **self._options())
        if engine.dialect.name == "sqlite":
            _use_sqlite(engine)
        return engine

    @cached_property
    def async_engine(self) -> AsyncEngine:
        url, arguments = self._driver_url(ASYNC_DRIVERS), {}
        if url.drivername == "postgresql+asyncpg":
            url, arguments = url.set(query={}), _asyncpg_arguments(url)
        engine = create_async_engine(url, connect_args=arguments, **self._options())
        if engine.dialect.name == "sqlite":
            _use_sqlite(engine.sync_engine)
        else:
            event.listen(engine.sync_engine, "do_connect", _connect_asyncpg)
        return engine

    def session(self, *, read_only: bool = False) -> Session:
        engine = self.engine.execution_options(read_only=read_only)
        return Session(engine, expire_on_commit=False)

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        engine = self.async_engine.execution_options(read_only=read_only)
        return AsyncSession(engine, expire_on_commit=False)

    async def is_reachable(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_TIMEOUT), self.async_session(read_only=True) as db:
                await db.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def dispose(self) -> None:
        """Close what was opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()
        if "async_engine" in self.__dict__:
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


def _use_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver must not begin transactions on its own terms; `_begin_sqlite` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # SQLite has one writer. Asking for its place at the start makes writers wait in line,
    # where a transaction that reads first and writes later would fail as "locked".
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
