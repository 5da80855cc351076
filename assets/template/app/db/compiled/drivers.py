"""The two async drivers, each for the few things that compiled statements need of it."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

import asyncpg
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InvalidRequestError,
    OperationalError,
)

Row = Sequence[Any]


class Driver(Protocol):
    """What can be done on a connection of the driver; `errors` are those that it raises."""

    @property
    def errors(self) -> tuple[type[Exception], ...]: ...
    def is_closed(self, connection: Any, /) -> bool: ...
    def in_transaction(self, connection: Any, /) -> bool: ...
    def kind(self, error: Exception, /) -> type[DBAPIError]: ...
    def join(self, adapter: Any, /, *, joined: bool) -> None: ...
    async def fetch(self, connection: Any, sql: str, arguments: Row, /) -> Sequence[Row]: ...
    async def begin(self, connection: Any, /) -> None: ...
    async def commit(self, connection: Any, /) -> None: ...
    async def rollback(self, connection: Any, /) -> None: ...


class Asyncpg:
    errors = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)

    def is_closed(self, connection: Any) -> bool:
        return bool(connection.is_closed())

    def in_transaction(self, connection: Any) -> bool:
        return bool(connection.is_in_transaction())

    def kind(self, error: Exception) -> type[DBAPIError]:
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            return IntegrityError
        # A ValueError is asyncpg's own, about a value that it cannot even send.
        return DataError if isinstance(error, asyncpg.DataError | ValueError) else DBAPIError

    def join(self, adapter: Any, *, joined: bool) -> None:
        """Keep SQLAlchemy from beginning a transaction in the one that there is."""
        adapter.autocommit = joined

    async def fetch(self, connection: Any, sql: str, arguments: Row) -> Sequence[Row]:
        rows: Sequence[Row] = await connection.fetch(sql, *arguments)
        return rows

    async def begin(self, connection: Any) -> None:
        await connection.execute("BEGIN")

    async def commit(self, connection: Any) -> None:
        # After an error PostgreSQL takes COMMIT for ROLLBACK, and does not complain.
        if await connection.execute("COMMIT") != "COMMIT":
            raise InvalidRequestError("an error has ended this transaction: roll it back")

    async def rollback(self, connection: Any) -> None:
        await connection.execute("ROLLBACK")


class Aiosqlite:
    # An OverflowError is about an integer of more than 64 bits.
    errors = (sqlite3.Error, OverflowError)

    def is_closed(self, _: Any) -> bool:
        return False

    def in_transaction(self, connection: Any) -> bool:
        return bool(connection.in_transaction)

    def kind(self, error: Exception) -> type[DBAPIError]:
        if isinstance(error, sqlite3.IntegrityError):
            return IntegrityError
        if isinstance(error, OverflowError):
            return DataError
        return OperationalError if isinstance(error, sqlite3.OperationalError) else DBAPIError

    def join(self, _: Any, *, joined: bool) -> None:
        """Nothing to do: `app.db.sqlite` looks whether a transaction has begun."""

    async def fetch(self, connection: Any, sql: str, arguments: Row) -> Sequence[Row]:
        rows: Sequence[Row] = await connection.execute_fetchall(sql, arguments)
        return rows

    async def begin(self, connection: Any) -> None:
        await connection.execute_fetchall("BEGIN IMMEDIATE")

    async def commit(self, connection: Any) -> None:
        await connection.commit()

    async def rollback(self, connection: Any) -> None:
        await connection.rollback()


DRIVERS: dict[str, Driver] = {"asyncpg": Asyncpg(), "aiosqlite": Aiosqlite()}
