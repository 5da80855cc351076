"""The synchronous half of the session, which SQLAlchemy runs where it can await the driver."""

from typing import Any

from sqlalchemy.engine import Connection, Engine

from kit.compat.statements import connection_on, sets_isolation, wait_for
from kit.db.compiled.ending import EndingSession, SessionEndedError
from kit.db.compiled.held import HeldTransaction


class JoiningSession(EndingSession):
    """It joins the transaction that a compiled statement has begun, and ends it."""

    _joined: Connection | None = None

    def __init__(self, bind: Engine | Connection, held: HeldTransaction, **options: Any) -> None:
        super().__init__(bind, **options)
        self.held = held
        # Another schema or isolation, for instance: what was compiled knows nothing of it.
        self.has_options = bool(
            bind.get_execution_options().keys() - {"read_only"}
        ) or sets_isolation(bind.dialect)

    def get_bind(self, *arguments: Any, **options: Any) -> Engine | Connection:
        self.check()
        bind = super().get_bind(*arguments, **options)
        held = self.held.connection
        if held is None or isinstance(bind, Connection):
            return bind
        if self._joined is None or self._joined.connection is not held:
            self._joined = connection_on(bind, held)
        return self._joined

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        self.has_options |= bool(execution_options)
        connection = super().connection(bind_arguments, execution_options)
        driver = self.held.connections.driver
        if not driver.in_transaction(connection.connection.driver_connection):
            # SQLAlchemy tells the driver to begin with the first statement that it sends itself,
            # and who asks for the connection may go past it.
            connection.exec_driver_sql("SELECT 1")
        return connection

    def check(self) -> None:
        if self.has_ended:
            raise SessionEndedError
        self.held.check()

    def commit(self) -> None:
        self.check()
        super().commit()
        if self.held.connection is not None:
            wait_for(self.held.commit())
        self.held.forget()

    def rollback(self) -> None:
        for state, undo in reversed(list(self.held.undo.items())):
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
        if connection := self.held.let_go():
            connection.invalidate()

    def _give_up(self) -> None:
        # Only where there is something to wait for: nobody may be able to wait here.
        self.held.forget()
        if self.held.connection is not None:
            wait_for(self.held.rollback())
        self.held.has_failed = False
