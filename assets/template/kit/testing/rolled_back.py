"""A database whose sessions commit into one transaction, which the test throws away."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from kit.compat import HAS_COMPILED
from kit.db.compiled import CompiledSession, Connections, EndingSession
from kit.db.compiled.drivers import DRIVERS, Row
from kit.db.session import Database
from kit.settings import KitSettings


class RolledBackConnections(Connections):
    """Compiled statements on the connection of the test, their transactions as savepoints."""

    def __init__(self, connection: AsyncConnection, raw: PoolProxiedConnection) -> None:
        self.driver = DRIVERS[connection.dialect.driver]
        self._raw = raw

    async def read(self, sql: str, arguments: Row) -> Sequence[Row]:
        return await self.run(self._raw, sql, arguments)

    async def begin(self) -> PoolProxiedConnection:
        await self.run(self._raw, "SAVEPOINT compiled", ())
        return self._raw

    async def commit(self, connection: PoolProxiedConnection) -> None:
        await self.run(connection, "RELEASE SAVEPOINT compiled", ())

    async def rollback(self, connection: PoolProxiedConnection) -> None:
        await self.run(connection, "ROLLBACK TO SAVEPOINT compiled", ())
        await self.commit(connection)


class OrdinarySession(CompiledSession):
    """A session that runs every statement itself."""

    is_observed = True


class RolledBackDatabase(Database):
    """A database whose sessions commit into a transaction that the test throws away."""

    session_class = CompiledSession

    def __init__(
        self, settings: KitSettings, connection: AsyncConnection, raw: PoolProxiedConnection
    ) -> None:
        super().__init__(settings)
        self._connection = connection
        self._connections = RolledBackConnections(connection, raw)

    def session(self, *, read_only: bool = False) -> Session:
        raise RuntimeError("DbSession cannot join the test's transaction: @pytest.mark.commits")

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        options: dict[str, Any] = {
            "expire_on_commit": False,
            "join_transaction_mode": "create_savepoint",
        }
        if not HAS_COMPILED:
            return AsyncSession(self._connection, sync_session_class=EndingSession, **options)
        return self.session_class(self._connection, self._connections, **options)

    def export_session(self) -> AsyncSession:
        return self.async_session(read_only=True)


class OrdinaryDatabase(RolledBackDatabase):
    session_class = OrdinarySession
