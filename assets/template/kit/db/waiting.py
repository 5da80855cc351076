"""How long a request waits for connections in all, however often it has to."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from kit.compat.connections import pool_class

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


# What asks a pool for a connection waits no longer than its request may.
PatientPool = pool_class(patience)
