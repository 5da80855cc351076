"""The transaction that compiled statements have begun, and the session joins."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.exc import InvalidRequestError, PendingRollbackError
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.pool import PoolProxiedConnection

from kit.db.compiled.connections import Connections
from kit.db.compiled.drivers import Row

Undo = Callable[[InstanceState[Any], Session], None]


class HeldTransaction:
    """It has a connection from the first statement that writes until `commit` or `rollback`."""

    connection: PoolProxiedConnection | None = None
    has_failed = False
    _is_beginning = False

    def __init__(self, connections: Connections) -> None:
        self.connections = connections

    @cached_property
    def undo(self) -> WeakKeyDictionary[InstanceState[Any], Undo]:
        """How a rollback takes back what statements did to instances that are still used."""
        return WeakKeyDictionary()

    def forget(self) -> None:
        """Take nothing back any more."""
        self.__dict__.pop("undo", None)

    def check(self) -> None:
        if self.has_failed:
            raise PendingRollbackError("An error has ended this transaction: roll it back")

    async def run(self, sql: str, arguments: Row, *, writes: bool) -> Sequence[Row]:
        """Run a statement in it; one that only reads does not begin it."""
        connection = self.connection
        if connection is None:
            if not writes:
                return await self.connections.read(sql, arguments)
            connection = await self._begin()
        try:
            return await self.connections.run(connection, sql, arguments)
        except BaseException:
            # As for a flush; where it was cancelled, nobody knows what has been written.
            self.has_failed |= writes or not connection.is_valid
            raise

    async def commit(self) -> None:
        if connection := self.let_go():
            await self.connections.commit(connection)
        self.forget()

    async def rollback(self) -> None:
        if connection := self.let_go():
            await self.connections.rollback(connection)

    def let_go(self) -> PoolProxiedConnection | None:
        connection, self.connection, self.has_failed = self.connection, None, False
        return connection

    async def _begin(self) -> PoolProxiedConnection:
        if self._is_beginning:
            raise InvalidRequestError("Two tasks write in this Session: each needs its own")
        self._is_beginning = True
        try:
            connection = self.connection = await self.connections.begin()
        finally:
            self._is_beginning = False
        return connection
