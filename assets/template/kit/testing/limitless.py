"""Tests may ask as often as they like; those of limits make an application of their own."""

from kit.http.rate_limit.limiter import RateLimiter
from kit.settings.limit import Limit


class Limitless(RateLimiter):
    async def hit(self, limit: Limit | None, *identity: str) -> None:
        """Count nothing."""
