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
from kit.db.compiled.held import HeldTransaction
from kit.db.compiled.joining import JoiningSession
from kit.db.compiled.listeners import hears_of_all_sessions, hears_of_session, hears_of_statements


class CompiledSession(AsyncSession):
    """An AsyncSession in whose transaction compiled statements take part."""

    sync_session_class = JoiningSession
    sync_session: JoiningSession

    def __init__(
        self, bind: AsyncEngine | AsyncConnection, connections: Connections, **options: Any
    ) -> None:
        self._held = HeldTransaction(connections)
        super().__init__(bind, held=self._held, **options)
        self.dialect = bind.dialect
        self._engine = bind.sync_engine
        self._is_heard: bool | None = None

    @property
    def is_observed(self) -> bool:
        """Whether the session has to do it all itself: somebody listens, or has set options.

        Who listens to an engine, or to all sessions, does so before this one begins; who listens to
        this one may come at any time.
        """
        if self._is_heard is None:
            own_begins = self._held.connections.driver.own_begins
            self._is_heard = hears_of_all_sessions() or hears_of_statements(
                self._engine, own_begins=own_begins
            )
        session = self.sync_session
        return self._is_heard or session.has_options or hears_of_session(session)

    @property
    def has_begun(self) -> bool:
        """Whether the session is at work itself, in a transaction that it began or joined."""
        return self.sync_session.in_transaction()

    async def fetch(self, sql: str, arguments: Row, *, writes: bool) -> Sequence[Row]:
        """Run a statement on the driver; the first that writes begins the transaction."""
        self.sync_session.check()
        if self.has_begun:
            connection = await self._connection_of_session()
            return await self._held.connections.run(connection, sql, arguments)
        return await self._held.run(sql, arguments, writes=writes)

    def in_transaction(self) -> bool:
        return self._held.connection is not None or self.has_begun

    def begin(self) -> AsyncSessionTransaction:
        if self._held.connection is not None:
            raise InvalidRequestError("A transaction is already begun on this Session.")
        return super().begin()

    async def commit(self) -> None:
        self.sync_session.check()
        self._is_heard = None
        if self.has_begun:
            await super().commit()
        elif self._held.connection is not None:
            await self._held.commit()
            if self.sync_session.expire_on_commit:
                self.sync_session.expire_all()

    async def rollback(self) -> None:
        self._is_heard = None
        await super().rollback()

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

    async def _connection_of_session(self) -> PoolProxiedConnection:
        """Where the session is at work itself: what is pending there comes first."""
        if self.sync_session.autoflush:
            await self.flush()
        connection = await self.connection()
        return await connection.get_raw_connection()
