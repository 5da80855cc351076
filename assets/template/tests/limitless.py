"""Tests may ask as often as they like; those of limits make an application of their own."""

from app.core.rate_limit.limit import Limit
from app.core.rate_limit.limiter import RateLimiter


class Limitless(RateLimiter):
    async def hit(self, limit: Limit | None, *identity: str) -> None:
        """Count nothing."""
