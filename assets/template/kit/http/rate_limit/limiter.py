"""Refuses who is over a limit."""

from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Protocol

from kit.errors import TooManyRequestsError
from kit.http.rate_limit.memory import MemoryCounter, Subject
from kit.settings import KitSettings
from kit.settings.limit import Limit


class Counter(Protocol):
    async def add(self, subject: Subject, seconds: int) -> tuple[int, float]: ...
    async def close(self) -> None: ...


class RateLimiter:
    """Counts in memory, or in Redis where the settings have one."""

    def __init__(self, settings: KitSettings, clock: Callable[[], float] = monotonic) -> None:
        self._counter = _counter(settings, clock)

    async def hit(self, limit: Limit | None, *subject: str) -> None:
        """Count once more for whom these words name; raises TooManyRequestsError."""
        if limit is None:
            return
        count, left = await self._counter.add(subject, limit.seconds)
        if count > limit.times:
            raise TooManyRequestsError(retry_after=ceil(left))

    async def close(self) -> None:
        await self._counter.close()


def _counter(settings: KitSettings, clock: Callable[[], float]) -> Counter:
    if settings.redis_url is None:
        return MemoryCounter(clock)
    from kit.http.rate_limit.shared import SharedCounter  # noqa: PLC0415 - redis is slow to load

    return SharedCounter(settings.redis_url, f"{settings.project_name}:limit", clock)
