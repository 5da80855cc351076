"""How long a request waits for connections in all, however often it has to."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.queue import AsyncAdaptedQueue

Scope = MutableMapping[str, Any]

# The request that is served. What is none, as a script or a part of an export, may wait each time
# anew.
served: ContextVar[Scope | None] = ContextVar("served", default=None)

WAITED = "waited_for_connections"


@contextmanager
def patience(seconds: float) -> Iterator[float]:
    """What is left of them for this wait."""
    scope = served.get()
    if scope is None:
        yield seconds
        return
    before, began = scope.get(WAITED, 0.0), monotonic()
    try:
        yield max(0.0, seconds - before)
    finally:
        scope[WAITED] = before + monotonic() - began


class _Queue(AsyncAdaptedQueue[Any]):
    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        if not block or timeout is None or not self.empty():
            return super().get(block, timeout)
        with patience(timeout) as left:
            return super().get(block, left)


class PatientPool(AsyncAdaptedQueuePool):
    """A pool in which all waits of one request are held to one limit."""

    _queue_class = _Queue
    # Among SQLAlchemy's loggers, which tell of each connection only to whoever asks them to.
    _sqla_logger_namespace = "sqlalchemy.pool.impl.PatientPool"
