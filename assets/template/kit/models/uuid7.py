"""Ids that nobody else makes, in the order in which they were made."""

from secrets import randbits
from threading import Lock
from time import time_ns
from uuid import UUID

MILLISECOND = 1_000_000  # nanoseconds
TICKS = 4096  # in a millisecond


class _Clock:
    """Counts on where the time stands still or is set back: no two ticks are the same."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def tick(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, time_ns() * TICKS // MILLISECOND)
            return self._last


_clock = _Clock()


def uuid7() -> UUID:
    """A UUID of version 7 (RFC 9562): the time in milliseconds, its fraction, 62 random bits."""
    milliseconds, fraction = divmod(_clock.tick(), TICKS)
    time_and_version = milliseconds << 16 | 7 << 12 | fraction
    return UUID(int=time_and_version << 64 | 0b10 << 62 | randbits(62))
