"""What SQLite needs to be told to behave like PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import DataError


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
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _refuse_large_integers(context: ExceptionContext) -> None:
    # Of more than 64 bits: the driver raises what only Python's own arithmetic should.
    error = context.original_exception
    if isinstance(error, OverflowError):
        raise DataError(context.statement, None, error) from error
