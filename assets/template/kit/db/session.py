"""Two engines for one database: async for the API, sync for scripts and plain `def` code.

    with Database(get_settings()).session() as db:
        db.add(...)
        db.commit()

An engine is made when it is first used, and connects with the first query.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session

from kit.compat import HAS_COMPILED
from kit.db.compiled import CompiledSession, Connections, EndingSession
from kit.db.engines import make_connections, make_engine
from kit.db.postgresql import Limits, set_timeouts
from kit.db.waiting import patience, served
from kit.settings import KitSettings

CLOSE_TIMEOUT = 2  # seconds
# Half of the threads that there are for plain `def` code. Who waits for a row, or on SQLite to
# write, does so in one; who keeps them waiting needs some more of them to finish.
MAX_TURNS = 20


class Database:
    """The engines of one configuration, and the sessions on them."""

    def __init__(self, settings: KitSettings) -> None:
        self._settings = settings
        self._url = make_url(settings.database_url)
        self._limits = Limits(
            settings.database_statement_timeout,
            settings.database_export_timeout,
            is_pooled=settings.database_pooler is not None,
        )
        self._turns = asyncio.Semaphore(min(settings.database_connections, MAX_TURNS))

    @cached_property
    def engine(self) -> Engine:
        return make_engine(self._url, self._limits, **self._options())

    @cached_property
    def connections(self) -> Connections:
        """The async engine's, of which sessions and compiled statements take theirs."""
        return make_connections(self._url, self._limits, **self._options())

    @property
    def async_engine(self) -> AsyncEngine:
        return self.connections.engine

    @cached_property
    def _reading_engine(self) -> AsyncEngine:
        return self.async_engine.execution_options(read_only=True)

    @cached_property
    def _exporting_engine(self) -> AsyncEngine:
        seconds = self._limits.export
        options = {"read_only": True, "statement_timeout": seconds}
        engine = self.async_engine.execution_options(**options)
        if engine.dialect.name == "postgresql":
            # SQLite reads the option.
            set_timeouts(engine.sync_engine, seconds)
        return engine

    def session(self, *, read_only: bool = False) -> Session:
        engine = self.engine.execution_options(read_only=read_only)
        return EndingSession(engine, expire_on_commit=False)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait here for a connection of the sync engine.

        In the pool it would block a thread, and those who hold a connection need threads to finish.
        """
        try:
            with patience(self._settings.database_pool_timeout) as left:
                async with asyncio.timeout(left):
                    await self._turns.acquire()
        except TimeoutError:
            raise PoolTimeoutError("no connection for plain `def` code became free") from None
        try:
            yield
        finally:
            self._turns.release()

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        engine = self._reading_engine if read_only else self.async_engine
        return self._async_session(engine)

    def export_session(self) -> AsyncSession:
        """For one part of an export, which may wait anew, and whose statements may take longer."""
        served.set(None)
        return self._async_session(self._exporting_engine)

    def _async_session(self, engine: AsyncEngine) -> AsyncSession:
        if HAS_COMPILED:
            return CompiledSession(engine, self.connections, expire_on_commit=False)
        return AsyncSession(engine, sync_session_class=EndingSession, expire_on_commit=False)

    async def dispose(self) -> None:
        """Close what was opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()
        if "connections" in self.__dict__:
            # A server that has gone dark does not say goodbye.
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await self.async_engine.dispose()

    def _options(self) -> dict[str, Any]:
        return {
            "pool_size": self._settings.database_pool_size,
            "max_overflow": self._settings.database_max_overflow,
            "pool_timeout": self._settings.database_pool_timeout,
            # An error that is logged must not show what was to be stored.
            "hide_parameters": True,
        }
