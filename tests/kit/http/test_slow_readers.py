"""A client that reads nothing of an answer is cut off, on a real server and its sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from app.config import Settings
from kit.http import slow_readers
from kit.http.context import RequestContextMiddleware
from kit.http.drain import Drain
from kit.http.slow_readers import PART

MORE_THAN_SOCKETS_HOLD = 64 * 1024 * 1024
REQUEST = b"GET /%s HTTP/1.1\r\nHost: test\r\n\r\n"

Connect = Callable[[str], Awaitable[asyncio.StreamReader]]


class Answers:
    """An application that notes when it has answered."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self.largest_part = 0
        self.parts = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response: Response = StreamingResponse(self._parts())
        if scope["path"] == "/whole":
            response = Response(bytes(MORE_THAN_SOCKETS_HOLD))
        try:
            await response(scope, receive, send)
        finally:
            self.ended.set()

    async def _parts(self) -> AsyncIterator[bytes]:
        while True:
            self.parts += 1
            yield bytes(PART)


@pytest.fixture
async def answers() -> Answers:
    return Answers()


@pytest.fixture
async def connect(answers: Answers, settings: Settings) -> AsyncIterator[Connect]:
    app = RequestContextMiddleware(answers, settings, Drain(0))
    config = uvicorn.Config(app, log_config=None, lifespan="off")
    config.load()

    def protocol() -> Any:
        make: Any = config.http_protocol_class
        return make(config=config, server_state=ServerState(), app_state={})

    writers: list[asyncio.StreamWriter] = []

    async def connect(path: str) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writers.append(writer)
        writer.write(REQUEST % path.encode())
        return reader

    async with await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0) as server:
        yield connect
        for writer in writers:
            writer.transport.abort()


@pytest.mark.parametrize("path", ["whole", "stream"])
async def test_who_reads_nothing_is_cut_off(
    answers: Answers, connect: Connect, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_readers, "PATIENCE", 0.1)

    async with asyncio.timeout(60):
        reader = await connect(path)
        await answers.ended.wait()
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(MORE_THAN_SOCKETS_HOLD)

    assert answers.parts * PART < MORE_THAN_SOCKETS_HOLD


async def test_who_reads_gets_all(connect: Connect) -> None:
    async with asyncio.timeout(60):
        reader = await connect("whole")
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(MORE_THAN_SOCKETS_HOLD)

    assert f"content-length: {MORE_THAN_SOCKETS_HOLD}" in head.decode()


async def test_an_answer_leaves_in_parts() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    body = bytes(range(256)) * 512 + b"end"
    await slow_readers.send_in_parts(send, {"type": "http.response.body", "body": body})

    assert [len(message["body"]) for message in sent] == [PART, PART, 3]
    assert [message["more_body"] for message in sent] == [True, True, False]
    assert b"".join(message["body"] for message in sent) == body
