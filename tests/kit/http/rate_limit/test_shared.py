"""Limits in Redis, and what holds while it does not answer."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from redis.asyncio import Redis

from kit.errors import TooManyRequestsError
from kit.http.rate_limit import shared
from kit.http.rate_limit.limiter import RateLimiter
from kit.settings.limit import Limit
from kit.testing.patience import PATIENCE
from tests.clock import Clock
from tests.factories.settings import make_settings

TWICE = Limit(2, 60)
NOBODY = "redis://127.0.0.1:1"


@asynccontextmanager
async def limiter_on(url: str, clock: Clock) -> AsyncIterator[RateLimiter]:
    limiter = RateLimiter(make_settings(redis_url=url), clock)
    yield limiter
    await limiter.close()


async def is_let_in(limiter: RateLimiter, who: str = "ada") -> bool:
    try:
        await limiter.hit(TWICE, who)
    except TooManyRequestsError:
        return False
    return True


class TestRedis:
    @pytest.fixture
    async def limiters(
        self, redis_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
    ) -> AsyncIterator[list[RateLimiter]]:
        """As two processes have them; neither clock has to do with Redis."""
        # On a busy machine Redis answers late, and each would count for itself.
        monkeypatch.setattr(shared, "PATIENCE", PATIENCE)
        async with AsyncExitStack() as stack:
            yield [
                await stack.enter_async_context(limiter_on(redis_url, Clock())) for _ in range(2)
            ]

    async def test_all_count_together(self, limiters: list[RateLimiter]) -> None:
        one, other = limiters

        assert [await is_let_in(limiter) for limiter in (one, other, one, other)] == [
            True,
            True,
            False,
            False,
        ]

    async def test_as_many_as_may_are_let_in_at_once(self, limiters: list[RateLimiter]) -> None:
        answers = await asyncio.gather(*(is_let_in(limiter) for limiter in 50 * limiters))

        assert sum(answers) == 2

    async def test_a_window_ends_when_redis_says_so(
        self, limiters: list[RateLimiter], redis: Redis
    ) -> None:
        for limiter in 2 * limiters:
            await is_let_in(limiter)
        (key,) = await redis.keys()
        await redis.pexpire(key, 0)

        assert await is_let_in(limiters[0])

    async def test_hits_do_not_prolong_it(self, limiters: list[RateLimiter], redis: Redis) -> None:
        await is_let_in(limiters[0])
        (key,) = await redis.keys()
        await redis.expire(key, 7)

        for limiter in 2 * limiters:
            await is_let_in(limiter)
        with pytest.raises(TooManyRequestsError) as refusal:
            await limiters[0].hit(TWICE, "ada")

        assert int(refusal.value.headers["Retry-After"]) <= 7

    async def test_no_key_stays_for_ever(self, limiters: list[RateLimiter], redis: Redis) -> None:
        await is_let_in(limiters[0])
        (key,) = await redis.keys()
        await redis.persist(key)
        await is_let_in(limiters[0])

        assert 0 < await redis.ttl(key) <= 60

    async def test_it_learns_no_names(self, limiters: list[RateLimiter], redis: Redis) -> None:
        await is_let_in(limiters[0], 1000 * "ada@example.com")
        (key,) = await redis.keys()

        assert b"ada" not in key
        assert len(key) < 100

    async def test_it_may_close_connections(
        self, limiters: list[RateLimiter], redis: Redis
    ) -> None:
        answers = []
        for _ in range(3):
            answers.append(await is_let_in(limiters[0]))
            await redis.client_kill_filter(_type="normal", skipme=True)

        assert answers == [True, True, False]
        assert await redis.exists(*await redis.keys())


class TestAway:
    @pytest.fixture
    async def limiter(self, clock: Clock) -> AsyncIterator[RateLimiter]:
        async with limiter_on(NOBODY, clock) as limiter:
            yield limiter

    async def test_each_process_limits_for_itself(self, limiter: RateLimiter, clock: Clock) -> None:
        answers = [await is_let_in(limiter) for _ in range(3)]
        clock.now += 60

        assert answers == [True, True, False]
        assert await is_let_in(limiter)

    async def test_it_is_one_line_in_the_log(
        self, limiter: RateLimiter, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        for _ in range(10):
            await is_let_in(limiter)
            clock.now += shared.PAUSE

        (record,) = (record for record in caplog.records if "redis" in record.getMessage())
        assert record.levelno == logging.ERROR

    async def test_one_that_is_silent_holds_up_one_request(
        self, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        callers, waits = [], []

        def wait(_: float) -> asyncio.Timeout:
            waits.append(asyncio.timeout(None))
            return waits[-1]

        async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            callers.append(writer)
            await reader.read(1)
            waits[-1].reschedule(0)  # The patience ends when an answer is waited for.

        monkeypatch.setattr(shared, "asyncio", SimpleNamespace(timeout=wait))

        async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with limiter_on(f"redis://127.0.0.1:{port}", clock) as limiter:
                answers = [await is_let_in(limiter) for _ in range(3)]
            for writer in callers:
                writer.close()

        assert answers == [True, True, False]
        assert len(callers) == len(waits) == 1

    async def test_it_is_asked_again_after_a_pause(
        self, redis_url: str, redis: Redis, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        async with limiter_on(redis_url, clock) as limiter:
            await is_let_in(limiter)
            (key,) = await redis.keys()
            await redis.set(key, "no number")
            assert await is_let_in(limiter)
            await redis.delete(key)
            assert await is_let_in(limiter)
            assert not await redis.exists(key)
            clock.now += shared.PAUSE
            assert await is_let_in(limiter)

            assert await redis.exists(key)
            assert "shared again" in caplog.text


@pytest.mark.parametrize(
    "url", ["http://h", "nonsense", "redis://h:hunter2", "redis://h?a=hunter2"]
)
def test_what_is_no_redis_is_told_at_start(url: str) -> None:
    with pytest.raises(ValidationError, match="redis_url") as error:
        make_settings(redis_url=url)

    assert "hunter2" not in str(error.value)


def test_no_password_is_printed() -> None:
    assert "hunter2" not in repr(make_settings(redis_url="redis://:hunter2@h"))
