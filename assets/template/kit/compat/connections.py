"""What is behind the connections of drivers, and the queue of a pool, each with a replacement."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import aiosqlite
import asyncpg
from sqlalchemy.pool import AsyncAdaptedQueuePool

from kit.compat.shape import has

Patience = Callable[[float], AbstractContextManager[float]]

# Since SQLAlchemy 2.0.
_HAS_QUEUES = has(AsyncAdaptedQueuePool, "_queue_class", "each wait for a connection is as long")
# Since asyncpg 0.27.
_HAS_TRANSPORT = has(asyncpg.Connection, "_transport", "asyncpg keeps no idle connection alive")
# Since aiosqlite 0.17.
_HAS_MODULE = has(aiosqlite.Connection, "_conn", "exports on SQLite have the time of a statement")


def pool_class(patience: Patience) -> type[AsyncAdaptedQueuePool]:
    """A pool in which all waits of one request are held to one limit."""
    return _patient_pool(patience) if _HAS_QUEUES else AsyncAdaptedQueuePool


def _patient_pool(patience: Patience) -> type[AsyncAdaptedQueuePool]:
    class Queue(AsyncAdaptedQueuePool._queue_class):  # type: ignore[misc,valid-type]
        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            if not block or timeout is None or not self.empty():
                return super().get(block, timeout)
            with patience(timeout) as left:
                return super().get(block, left)

    class PatientPool(AsyncAdaptedQueuePool):
        _queue_class = Queue
        # Among SQLAlchemy's loggers, which tell of each connection only to whoever asks them to.
        _sqla_logger_namespace = "sqlalchemy.pool.impl.PatientPool"

    return PatientPool


def socket_of(connection: Any) -> socket.socket | None:
    """That of a connection of asyncpg."""
    return connection._transport.get_extra_info("socket") if _HAS_TRANSPORT else None


def sqlite_of(connection: Any) -> Any:
    """The connection of the module, which aiosqlite has behind its own."""
    is_wrapped = isinstance(connection, aiosqlite.Connection)
    return connection._conn if is_wrapped and _HAS_MODULE else connection
