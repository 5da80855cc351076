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

from kit.compat.statements import leave_transactions

Row = Sequence[Any]


class Driver(Protocol):
    """What can be done on a connection of the driver; `errors` are those that it raises.

    `own_begins` are the listeners by which a session begins as `begin` does here.
    """

    own_begins: int

    @property
    def errors(self) -> tuple[type[Exception], ...]: ...
    def is_closed(self, connection: Any, /) -> bool: ...
    def is_lost(self, connection: Any, error: Exception, /) -> bool: ...
    def in_transaction(self, connection: Any, /) -> bool: ...
    def kind(self, error: Exception, /) -> type[DBAPIError]: ...
    def join(self, adapter: Any, /, *, joined: bool) -> None: ...
    async def fetch(self, connection: Any, sql: str, arguments: Row, /) -> Sequence[Row]: ...
    async def begin(self, connection: Any, /) -> None: ...
    async def commit(self, connection: Any, /) -> None: ...
    async def rollback(self, connection: Any, /) -> None: ...


# What state they leave a connection in, nobody knows. A timeout is an OSError too.
LOST = (asyncpg.InternalClientError, OSError)


class Asyncpg:
    own_begins = 0
    errors = (asyncpg.PostgresError, asyncpg.InterfaceError, *LOST)

    def is_closed(self, connection: Any) -> bool:
        return bool(connection.is_closed())

    def is_lost(self, connection: Any, error: Exception) -> bool:
        return isinstance(error, LOST) or self.is_closed(connection)

    def in_transaction(self, connection: Any) -> bool:
        return bool(connection.is_in_transaction())

    def kind(self, error: Exception) -> type[DBAPIError]:
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            return IntegrityError
        # A ValueError is asyncpg's own, about a value that it cannot even send.
        return DataError if isinstance(error, asyncpg.DataError | ValueError) else DBAPIError

    def join(self, adapter: Any, *, joined: bool) -> None:
        """Keep SQLAlchemy from beginning a transaction in the one that there is."""
        leave_transactions(adapter, alone=joined)

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


class PooledAsyncpg(Asyncpg):
    """Behind a pooler that keeps a connection of the server for a transaction alone.

    Outside of one, the two messages of a statement may arrive at two connections.
    """

    own_begins = 1

    def __init__(self, settings: str) -> None:
        self._begin = f"BEGIN; {settings}"

    async def begin(self, connection: Any) -> None:
        await connection.execute(self._begin)

    async def fetch(self, connection: Any, sql: str, arguments: Row) -> Sequence[Row]:
        if connection.is_in_transaction():
            return await super().fetch(connection, sql, arguments)
        await self.begin(connection)
        try:
            rows = await super().fetch(connection, sql, arguments)
        except asyncpg.PostgresError:
            if not connection.is_closed():
                await self.rollback(connection)
            raise
        await self.commit(connection)
        return rows


class Aiosqlite:
    own_begins = 1
    # An OverflowError is about an integer of more than 64 bits.
    errors = (sqlite3.Error, OverflowError)

    def is_closed(self, _: Any) -> bool:
        return False

    def is_lost(self, _: Any, __: Exception) -> bool:
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
        """Nothing to do: `kit.db.sqlite` looks whether a transaction has begun."""

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
