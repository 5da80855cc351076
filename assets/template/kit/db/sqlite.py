"""What SQLite needs to be told to behave like PostgreSQL."""

import sqlite3
from functools import partial
from math import inf
from time import monotonic
from typing import Any, Self

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import DataError

from kit.compat.connections import sqlite_of

# Of SQLite's virtual machine, between two looks at the clock: some rows. To look for a part of a
# large text is one step of many milliseconds.
STEPS = 100


class TimedCursor(sqlite3.Cursor):
    """Its connection knows when a statement began."""

    connection: "TimedConnection"

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        self.connection.begin_statement()
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Self:
        self.connection.begin_statement()
        return super().executemany(sql, parameters)


class TimedConnection(sqlite3.Connection):
    """A connection whose statements end when they have taken too long."""

    def __init__(self, *arguments: Any, seconds: float, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._seconds = self.allowed = seconds
        self._end = inf
        self.set_progress_handler(self._is_late, STEPS)

    def cursor(self, factory: Any = TimedCursor) -> Any:
        return super().cursor(factory)

    # By itself it would not ask the cursor, and it is what compiled statements are run by.
    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        self.begin_statement()
        return super().execute(sql, parameters)

    def begin_statement(self) -> None:
        if not self.in_transaction:
            self.allowed = self._seconds
        self._end = monotonic() + self.allowed

    def _is_late(self) -> bool:
        return monotonic() > self._end


def sqlite_options(seconds: float) -> dict[str, Any]:
    """What the driver connects with, so that a statement ends after so many seconds; 0 is none."""
    return {"factory": partial(TimedConnection, seconds=seconds)} if seconds else {}


def use_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _refuse_large_integers)


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
    driver_connection: Any = connection.connection.driver_connection
    if driver_connection.in_transaction:
        return  # a compiled statement has begun it
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")
    if (seconds := options.get("statement_timeout")) is not None:
        sqlite_of(driver_connection).allowed = seconds or inf


def _refuse_large_integers(context: ExceptionContext) -> None:
    # Of more than 64 bits: the driver raises what only Python's own arithmetic should.
    error = context.original_exception
    if isinstance(error, OverflowError):
        raise DataError(context.statement, None, error) from error
