"""The session that compiled statements run in."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    AsyncSessionTransaction,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from app.db.compiled.connections import Connections
from app.db.compiled.drivers import Row

listeners_to_statements = attrgetter(
    "before_execute", "after_execute", "before_cursor_execute", "after_cursor_execute"
)
listeners_to_sessions = attrgetter(
    *("do_orm_execute", "before_attach", "after_attach", "before_flush", "after_flush"),
    *("after_begin", "before_commit", "after_commit", "after_rollback"),
)


class JoiningSession(Session):
    """The synchronous half: it joins the transaction that a compiled statement has begun."""

    held: PoolProxiedConnection | None = None
    _joined: Connection | None = None

    def get_bind(self, *arguments: Any, **options: Any) -> Engine | Connection:
        bind = super().get_bind(*arguments, **options)
        if self.held is None or isinstance(bind, Connection):
            return bind
        if self._joined is None or self._joined.connection is not self.held:
            self._joined = Connection(bind, self.held)
        return self._joined


# Has the listeners that all sessions have.
_any_session = JoiningSession()


class CompiledSession(AsyncSession):
    """An AsyncSession in whose transaction compiled statements take part."""

    sync_session_class = JoiningSession
    sync_session: JoiningSession

    def __init__(
        self, bind: AsyncEngine | AsyncConnection, connections: Connections, **options: Any
    ) -> None:
        super().__init__(bind, **options)
        self.dialect = bind.dialect
        self._engine = bind.sync_engine
        self._connections = connections

    @property
    def is_observed(self) -> bool:
        """Whether somebody wants to hear of each statement, or of what the session does."""
        return (
            bool(self._engine.echo)
            or any(listeners_to_statements(self._engine.dispatch))
            or any(listeners_to_sessions(_any_session.dispatch))
            # Looking for its own listeners is what makes room for them.
            or (
                ("dispatch" in vars(self.sync_session))
                and any(listeners_to_sessions(self.sync_session.dispatch))
            )
        )

    async def fetch(self, sql: str, arguments: Row, *, writes: bool) -> Sequence[Row]:
        """Run a statement on the driver; the first that writes begins the transaction."""
        if super().in_transaction():
            connection = await self._connection_of_session(writes=writes)
            return await self._connections.run(connection, sql, arguments)
        held = self.sync_session.held
        if held is None:
            if not writes:
                return await self._connections.read(sql, arguments)
            held = self.sync_session.held = await self._connections.begin()
        return await self._connections.run(held, sql, arguments)

    def in_transaction(self) -> bool:
        return self.sync_session.held is not None or super().in_transaction()

    def begin(self) -> AsyncSessionTransaction:
        if self.sync_session.held is not None:
            raise InvalidRequestError("A transaction is already begun on this Session.")
        return super().begin()

    async def commit(self) -> None:
        if super().in_transaction():
            await super().commit()
        if held := self._let_go():
            await self._connections.commit(held)

    async def rollback(self) -> None:
        if super().in_transaction():
            await super().rollback()
        if held := self._let_go():
            self.sync_session.expire_all()
            await self._connections.rollback(held)

    async def close(self) -> None:
        if super().in_transaction():
            await super().close()
        else:
            self.sync_session.close()
        if held := self._let_go():
            await self._connections.rollback(held)

    async def reset(self) -> None:
        await super().reset()
        if held := self._let_go():
            await self._connections.rollback(held)

    async def invalidate(self) -> None:
        await super().invalidate()
        if held := self._let_go():
            held.invalidate()

    async def __aexit__(self, *error: Any) -> None:
        if self.in_transaction():
            await super().__aexit__(*error)
        else:
            self.sync_session.close()

    def _let_go(self) -> PoolProxiedConnection | None:
        held, self.sync_session.held = self.sync_session.held, None
        return held

    async def _connection_of_session(self, *, writes: bool) -> PoolProxiedConnection:
        """Where the session is at work itself: what is pending there comes first."""
        if self.sync_session.autoflush:
            await self.flush()
        connection = await self.connection()
        raw = await connection.get_raw_connection()
        if writes and not self._connections.driver.in_transaction(raw.driver_connection):
            # SQLAlchemy tells the driver to begin with the first statement that it sends itself.
            await connection.exec_driver_sql("SELECT 1")
        return raw
