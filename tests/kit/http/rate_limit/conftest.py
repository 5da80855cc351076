"""A clock that is moved by hand, and a Redis of the run alone."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryDirectory

import pytest
from redis.asyncio import Redis

from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not on PATH")
    # The path of a socket has 107 bytes at most, and a folder of the tests may have more.
    with TemporaryDirectory(dir="/tmp") as folder:
        command = [program, "--port", "0", "--unixsocket", f"{folder}/socket", "--save", ""]
        with subprocess.Popen(  # noqa: S603 - of our own words
            command, cwd=folder, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert any("ready to accept" in line.lower() for line in process.stdout)
            yield f"unix://{folder}/socket"
            process.terminate()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """Empty, and a door to it beside that of the limits."""
    client = Redis.from_url(redis_url)
    await client.flushall()
    yield client
    await client.aclose()
