"""Counts in Redis, of all processes that have the same one."""

import asyncio
from collections.abc import Callable
from hashlib import blake2b

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from kit.http.rate_limit.memory import MemoryCounter, Subject
from kit.logging import get_logger

CONNECTIONS = 20
PATIENCE = 0.5  # seconds that a request waits for Redis
PAUSE = 5  # seconds until a Redis that did not answer is asked again

# A key that has no end for whatever reason gets one.
ADD = """
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = ARGV[1] * 1000
  redis.call('PEXPIRE', KEYS[1], left)
end
return {count, left}
"""

logger = get_logger(__name__)


class SharedCounter:
    """While Redis does not answer, each process counts for itself: limits hold, requests go on."""

    def __init__(self, url: str, prefix: str, clock: Callable[[], float]) -> None:
        # Once more, because Redis may have closed a connection that nobody used.
        again = Retry(NoBackoff(), 1)
        pool = BlockingConnectionPool.from_url(
            url, max_connections=CONNECTIONS, timeout=None, retry=again
        )
        self._redis = Redis.from_pool(pool)
        self._prefix = prefix
        self._clock = clock
        self._own = MemoryCounter(clock)
        self._asks_again_at: float | None = None

    async def add(self, subject: Subject, seconds: int) -> tuple[int, float]:
        """Hits in this window, and seconds until its end."""
        was_away = self._asks_again_at is not None
        if not self._may_ask():
            return await self._own.add(subject, seconds)
        try:
            async with asyncio.timeout(PATIENCE):
                count, left = await self._redis.eval(ADD, 1, self._key(subject, seconds), seconds)
        except (RedisError, OSError) as error:
            self._pause(error)
            return await self._own.add(subject, seconds)
        if was_away:
            self._asks_again_at = None
            logger.info("redis answers, limits are shared again")
        return count, left / 1000

    async def close(self) -> None:
        await self._redis.aclose()

    def _key(self, subject: Subject, seconds: int) -> str:
        """As short for long words as for short ones, and none of them can be read."""
        words = "\0".join(subject).encode("utf-8", "surrogatepass")
        return f"{self._prefix}:{seconds}:{blake2b(words, digest_size=16).hexdigest()}"

    def _may_ask(self) -> bool:
        now = self._clock()
        if self._asks_again_at is None:
            return True
        if now < self._asks_again_at:
            return False
        # One request finds out for all; those that come meanwhile need not wait with it.
        self._asks_again_at = now + PAUSE
        return True

    def _pause(self, error: Exception) -> None:
        if self._asks_again_at is None:
            reason = str(error) or type(error).__name__
            logger.error("redis does not answer, each process limits for itself", reason=reason)
        self._asks_again_at = self._clock() + PAUSE
