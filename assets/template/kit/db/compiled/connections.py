"""The connections of an engine's pool, for statements that go to the driver."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeGuard

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import Pool, PoolProxiedConnection, QueuePool

from kit.compat.statements import discard_all, events_of, in_greenlet, pings
from kit.db.compiled.drivers import Driver, Row


class NotIdleError(Exception):
    """The pool would have to connect, which it can do only where it is awaited."""


class Connections:
    """The engine's own pool; an idle connection is taken without SQLAlchemy's greenlet."""

    def __init__(self, engine: AsyncEngine, driver: Driver) -> None:
        self.engine = engine
        self.driver = driver
        self._is_awaited = True
        # The first of its listeners, as a later one may connect.
        event.listen(engine.sync_engine, "do_connect", self._before_connecting)
        event.listen(engine.sync_engine, "checkout", self._before_use)

    async def read(self, sql: str, arguments: Row) -> Sequence[Row]:
        """Run a statement alone, which needs no transaction."""
        pool = self._quiet_pool()
        connection = self._idle(pool) or await self._waited_for()
        try:
            rows = await self.run(connection, sql, arguments)
        except DBAPIError:
            if connection.is_valid:
                await self._give_back(connection, pool)
            raise
        except BaseException:
            # Cancelled: the driver may still be at it.
            connection.invalidate()
            raise
        await self._give_back(connection, pool)
        return rows

    async def run(
        self, connection: PoolProxiedConnection, sql: str, arguments: Row
    ) -> Sequence[Row]:
        try:
            return await self.driver.fetch(connection.driver_connection, sql, arguments)
        except self.driver.errors as error:
            raise self._failure(error, connection, sql, arguments) from error

    async def begin(self) -> PoolProxiedConnection:
        """A connection with a transaction on it; `commit` or `rollback` gives it back."""
        connection = self._idle(self._quiet_pool()) or await self._waited_for()
        await self._turn(connection, self.driver.begin)
        self.driver.join(connection.dbapi_connection, joined=True)
        return connection

    async def commit(self, connection: PoolProxiedConnection) -> None:
        await self._turn(connection, self.driver.commit)
        await self._end(connection)

    async def rollback(self, connection: PoolProxiedConnection) -> None:
        if connection.is_valid:  # or the transaction has ended with it
            await self._turn(connection, self.driver.rollback)
            await self._end(connection)

    async def _turn(
        self, connection: PoolProxiedConnection, step: Callable[[Any], Awaitable[None]]
    ) -> None:
        """Begin or end a transaction; where that fails, nobody gets the connection again."""
        try:
            await step(connection.driver_connection)
        except self.driver.errors as error:
            failure = self._failure(error, connection, step.__name__, ())
            if connection.is_valid:
                connection.invalidate()
            raise failure from error
        except BaseException:
            connection.invalidate()
            raise

    async def _end(self, connection: PoolProxiedConnection) -> None:
        self.driver.join(connection.dbapi_connection, joined=False)
        await self._give_back(connection, self._quiet_pool())

    async def _give_back(self, connection: PoolProxiedConnection, pool: QueuePool | None) -> None:
        if pool is not None and pool.checkedin() < pool.size():
            connection.close()
        else:
            # It may be closed for good.
            await in_greenlet(connection.close)

    def _quiet_pool(self) -> QueuePool | None:
        """The pool, if nobody asks the database something as it gives or takes a connection."""
        pool = self.engine.sync_engine.pool
        return pool if _is_quiet(pool) else None

    def _idle(self, pool: QueuePool | None) -> PoolProxiedConnection | None:
        if pool is None or not pool.checkedin():
            return None
        self._is_awaited = False
        try:
            return pool.connect()
        except NotIdleError:
            return None
        finally:
            self._is_awaited = True

    async def _waited_for(self) -> PoolProxiedConnection:
        dialect = self.engine.dialect
        base: type[Exception] = dialect.loaded_dbapi.Error
        try:
            return await self.engine.raw_connection()
        except base as error:
            raise DBAPIError.instance(None, None, error, base, dialect=dialect) from error

    def _before_connecting(self, *_: Any) -> None:
        if not self._is_awaited:
            raise NotIdleError

    def _before_use(self, _: Any, __: Any, connection: PoolProxiedConnection) -> None:
        if self.driver.is_closed(connection.driver_connection):
            # The server has gone, or restarted, since it was last used.
            raise DisconnectionError

    def _failure(
        self, error: Exception, connection: PoolProxiedConnection, sql: str, arguments: Row
    ) -> DBAPIError:
        """The error that SQLAlchemy would have raised; a connection that is lost is discarded."""
        is_lost = self.driver.is_lost(connection.driver_connection, error)
        if is_lost:
            # And all that are as old as this one, before they are used.
            discard_all(self.engine.sync_engine.pool, connection, error)
        return self.driver.kind(error)(
            sql, tuple(arguments), error, hide_parameters=True, connection_invalidated=is_lost
        )


def _is_quiet(pool: Pool) -> TypeGuard[QueuePool]:
    heard = events_of(pool)
    return (
        isinstance(pool, QueuePool)
        and not pings(pool)
        and len(heard.checkout) == 1  # our own
        and not (heard.checkin or heard.reset)
    )
