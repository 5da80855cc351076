"""A body has the same value, and the same errors, on both ways; and it is read once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.kit.routing.body_routes import LIMITED, PAIR
from tests.kit.routing.parity import http_scope

PATHS = ["", "/many", "/optional", "/default", "/any", "/embedded", "/two", "/peek", "/shared"]
BODIES = [
    b"",
    b"null",
    b'{"name": "a"}',
    b'{"name": "a", "amount": "2", "price": 1e400}',
    b'{"name": "a", "amount": 0, "price": "x", "other": NaN}',
    b'{"name": "a", "name": "b"}',
    b'[{"name": "a"}, {"name": "b"}]',
    b'{"item": {"name": "a"}, "number": 1}',
    b'{"name": "bomb"}',
    b'{"name": ',
    b'{"name": "\xff"}',
    b"[" * 100_000,
    b"name=a",
]
TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=latin-1",
    "APPLICATION/JSON",
    "application/problem+json",
    "application/json/x",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("content", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("headers", [{}, {"anonymous": "yes"}], ids=["signed-in", "anonymous"])
async def test_the_body_is_read_the_same(
    path: str, content: bytes, headers: dict[str, str]
) -> None:
    headers = {"Content-Type": "application/json", **headers}

    await PAIR.ask("POST", f"/api/v1/items{path}", content=content, headers=headers)


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("path", ["", "/any", "/form"])
async def test_the_content_type_counts_the_same(path: str, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}

    await PAIR.ask("POST", f"/api/v1/items{path}", content=b'{"name": "a"}', headers=headers)


async def test_a_form_is_read_the_same() -> None:
    await PAIR.ask("POST", "/api/v1/items/form", data={"name": "a"})
    await PAIR.ask("POST", "/api/v1/items/file", files={"data": b"abc"})


class Chunks:
    """A body that comes in pieces, and does not say how long it is."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._text), 7):
            yield self._text[start : start + 7]


@pytest.mark.parametrize("size", [1, 10, 50])
@pytest.mark.parametrize("path", ["/api/v1/items", "/api/v1/limited"])
@pytest.mark.parametrize("kind", [bytes, Chunks])
async def test_a_body_has_the_same_limit(path: str, size: int, kind: type[Any]) -> None:
    content = kind(b'{"name": "%s"}' % (b"x" * size))

    for pair in (PAIR, LIMITED):
        await pair.ask("POST", path, content=content, headers={"Content-Type": "application/json"})


async def test_a_client_that_leaves_early_is_told_the_same() -> None:
    received = [{"type": "http.request", "body": b"{", "more_body": True}]
    answers = [await _abandoned(app, list(received)) for app in (PAIR.usual, PAIR.fast)]

    assert answers[0] == answers[1]
    assert answers[0][0]["status"] == 400


async def _abandoned(app: FastAPI, received: list[Message]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return received.pop() if received else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(http_scope("POST", "/api/v1/items"), receive, send)
    return sent


@pytest.mark.parametrize("path", ["", "/many", "/peek", "/any", "/raw"])
async def test_valid_json_goes_the_fast_path(path: str) -> None:
    json = [{"name": "a"}] if path == "/many" else {"name": "a"}

    assert (await PAIR.ask("POST", f"/api/v1/items{path}", json=json)).was_fast


async def test_a_dependency_of_an_invalid_request_runs_once() -> None:
    answer = await PAIR.ask("POST", "/api/v1/items", json={"name": 1})

    assert answer.response.status_code == 422
    assert answer.events == ["sign in"]
