"""The session that compiled statements run in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    AsyncSessionTransaction,
)
from sqlalchemy.pool import PoolProxiedConnection

from kit.db.compiled.connections import Connections
from kit.db.compiled.drivers import Row
from kit.db.compiled.joining import JoiningSession
from kit.db.compiled.listeners import hears_of_sessions, hears_of_statements


class CompiledSession(AsyncSession):
    """An AsyncSession in whose transaction compiled statements take part."""

    sync_session_class = JoiningSession
    sync_session: JoiningSession

    def __init__(
        self, bind: AsyncEngine | AsyncConnection, connections: Connections, **options: Any
    ) -> None:
        super().__init__(bind, connections=connections, **options)
        self.dialect = bind.dialect
        self._engine = bind.sync_engine
        self._connections = connections
        self._is_beginning = False

    @property
    def is_observed(self) -> bool:
        """Whether the session has to do it all itself: somebody listens, or has set options."""
        return (
            self.sync_session.has_options
            or hears_of_statements(self._engine, own_begins=self._connections.driver.own_begins)
            or hears_of_sessions(self.sync_session)
        )

    @property
    def has_begun(self) -> bool:
        """Whether the session is at work itself, in a transaction that it began or joined."""
        return super().in_transaction()

    async def fetch(self, sql: str, arguments: Row, *, writes: bool) -> Sequence[Row]:
        """Run a statement on the driver; the first that writes begins the transaction."""
        self.sync_session.check()
        if self.has_begun:
            connection = await self._connection_of_session()
            return await self._connections.run(connection, sql, arguments)
        held = self.sync_session.held
        if held is None:
            if not writes:
                return await self._connections.read(sql, arguments)
            held = await self._hold()
        try:
            return await self._connections.run(held, sql, arguments)
        except BaseException:
            # As for a flush; where it was cancelled, nobody knows what has been written.
            self.sync_session.has_failed |= writes or not held.is_valid
            raise

    def in_transaction(self) -> bool:
        return self.sync_session.held is not None or self.has_begun

    def begin(self) -> AsyncSessionTransaction:
        if self.sync_session.held is not None:
            raise InvalidRequestError("A transaction is already begun on this Session.")
        return super().begin()

    async def commit(self) -> None:
        self.sync_session.check()
        if self.has_begun:
            await super().commit()
        elif held := self.sync_session.let_go():
            await self._connections.commit(held)
            self.sync_session.undo.clear()
            if self.sync_session.expire_on_commit:
                self.sync_session.expire_all()

    async def close(self) -> None:
        if self.in_transaction():
            await super().close()
        else:
            self.sync_session.close()

    async def __aexit__(self, *error: Any) -> None:
        if self.in_transaction():
            await super().__aexit__(*error)
        else:
            self.sync_session.close()

    async def _hold(self) -> PoolProxiedConnection:
        if self._is_beginning:
            raise InvalidRequestError("Two tasks write in this Session: each needs its own")
        self._is_beginning = True
        try:
            held = self.sync_session.held = await self._connections.begin()
        finally:
            self._is_beginning = False
        return held

    async def _connection_of_session(self) -> PoolProxiedConnection:
        """Where the session is at work itself: what is pending there comes first."""
        if self.sync_session.autoflush:
            await self.flush()
        connection = await self.connection()
        return await connection.get_raw_connection()
