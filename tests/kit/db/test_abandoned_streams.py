"""Streams that nobody reads to the end, which the loop closes when it ends."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from fastapi import FastAPI
from fastapi.requests import HTTPConnection

from app.config import Settings
from kit.db.session import Database
from kit.http.sessions import OpenSession, get_stream_db
from tests.kit.db.streams import COUNT

# The loop closes generators in an order that nobody knows.
MANY = 20


def test_they_end_in_silence(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    streams: list[AsyncGenerator[int]] = []

    async def stream(stream_db: OpenSession) -> AsyncGenerator[int]:
        async with stream_db() as db:
            while True:
                yield await db.scalar(COUNT) or 0

    async def abandon() -> None:
        app.state.database = Database(settings)
        connection = HTTPConnection({"type": "http", "method": "GET", "app": app})
        for _ in range(MANY):
            sessions = get_stream_db(connection)
            streams.append(stream(await anext(sessions)))
            assert await anext(streams[-1]) == 0
            with pytest.raises(StopAsyncIteration):
                await anext(sessions)
        await app.state.database.dispose()

    asyncio.run(abandon())

    assert caplog.records == []
