import asyncio
import shutil
import sys

import pytest

from benchmarks.client import _message, _read_answer
from benchmarks.load import SCRIPT, Request, _command, generator


def set_request(monkeypatch: pytest.MonkeyPatch, request: Request) -> None:
    for name, value in request.variables().items():
        monkeypatch.setenv(name, value)


def test_without_wrk_the_load_comes_from_a_client_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert _command(8000, 3) == [sys.executable, "-m", "benchmarks.client", "8000", "3", "32"]
    assert generator() == "benchmarks/client.py"


def test_wrk_has_its_script() -> None:
    assert SCRIPT.is_file()


def test_the_client_asks_for_another_row_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    set_request(monkeypatch, Request("/items/{id}"))

    assert len({_message() for _ in range(10)}) > 1


def test_the_client_sends_the_body_and_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    set_request(monkeypatch, Request("/items", "POST", '{"title": "A"}', "t"))

    head, _, body = _message().partition(b"\r\n\r\n")

    assert b"Authorization: Bearer t\r\n" in head
    assert b"Content-Length: 14" in head
    assert body == b'{"title": "A"}'


def test_the_client_reads_an_answer_to_its_end() -> None:
    async def read() -> tuple[bytes, bytes]:
        reader = asyncio.StreamReader()
        reader.feed_data(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 No")
        return await _read_answer(reader), await reader.read(8)

    assert asyncio.run(read()) == (b"201", b"HTTP/1.1")
