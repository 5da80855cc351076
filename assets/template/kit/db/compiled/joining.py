"""The synchronous half of the session, which SQLAlchemy runs where it can await the driver."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import PendingRollbackError
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.pool import PoolProxiedConnection

from kit.compat.statements import connection_on, sets_isolation, wait_for
from kit.db.compiled.connections import Connections
from kit.db.compiled.ending import EndingSession, SessionEndedError

Undo = Callable[[InstanceState[Any], Session], None]


class JoiningSession(EndingSession):
    """It joins the transaction that a compiled statement has begun, and ends it."""

    held: PoolProxiedConnection | None = None
    has_failed = False
    _joined: Connection | None = None

    def __init__(self, bind: Engine | Connection, connections: Connections, **options: Any) -> None:
        super().__init__(bind, **options)
        self._connections = connections
        # How a rollback takes back what compiled statements did to instances that are still used.
        self.undo: WeakKeyDictionary[InstanceState[Any], Undo] = WeakKeyDictionary()
        # Another schema or isolation, for instance: what was compiled knows nothing of it.
        self.has_options = bool(
            bind.get_execution_options().keys() - {"read_only"}
        ) or sets_isolation(bind.dialect)

    def get_bind(self, *arguments: Any, **options: Any) -> Engine | Connection:
        self.check()
        bind = super().get_bind(*arguments, **options)
        if self.held is None or isinstance(bind, Connection):
            return bind
        if self._joined is None or self._joined.connection is not self.held:
            self._joined = connection_on(bind, self.held)
        return self._joined

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        self.has_options |= bool(execution_options)
        connection = super().connection(bind_arguments, execution_options)
        if not self._connections.driver.in_transaction(connection.connection.driver_connection):
            # SQLAlchemy tells the driver to begin with the first statement that it sends itself,
            # and who asks for the connection may go past it.
            connection.exec_driver_sql("SELECT 1")
        return connection

    def check(self) -> None:
        if self.has_ended:
            raise SessionEndedError
        if self.has_failed:
            raise PendingRollbackError("An error has ended this transaction: roll it back")

    def commit(self) -> None:
        self.check()
        super().commit()
        if held := self.let_go():
            wait_for(self._connections.commit(held))
        self.undo.clear()

    def rollback(self) -> None:
        for state, undo in reversed(list(self.undo.items())):
            undo(state, self)
        super().rollback()
        self.expire_all()
        self._give_up()

    def close(self) -> None:
        super().close()
        self._give_up()

    def reset(self) -> None:
        super().reset()
        self._give_up()

    def invalidate(self) -> None:
        super().invalidate()
        if held := self.let_go():
            held.invalidate()

    def let_go(self) -> PoolProxiedConnection | None:
        held, self.held, self.has_failed = self.held, None, False
        return held

    def _give_up(self) -> None:
        self.undo.clear()
        if held := self.let_go():
            wait_for(self._connections.rollback(held))
