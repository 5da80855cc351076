"""What is kept of a request, to tell another one with its key."""

import pytest
from fastapi import Request
from pydantic import SecretStr

from app.config import get_settings
from app.core.idempotency import fingerprint


def request(body: bytes) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "path": "/users", "query_string": b"", "headers": []}
    return Request(scope, receive)


async def test_it_tells_bodies_apart() -> None:
    assert await fingerprint(request(b"one")) == await fingerprint(request(b"one"))
    assert await fingerprint(request(b"one")) != await fingerprint(request(b"two"))


async def test_a_password_in_a_body_cannot_be_guessed_without_the_secret_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_ours = await fingerprint(request(b"password"))
    monkeypatch.setattr(get_settings(), "secret_key", SecretStr("a guess"))

    assert await fingerprint(request(b"password")) != with_ours
