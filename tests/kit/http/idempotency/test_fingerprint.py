"""What is kept of a request, to tell another one with its key."""

from fastapi import Request
from pydantic import SecretStr

from kit.http.idempotency import fingerprint

SECRET = SecretStr("a secret")


def request(body: bytes) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "path": "/users", "query_string": b"", "headers": []}
    return Request(scope, receive)


async def test_it_tells_bodies_apart() -> None:
    assert await fingerprint(request(b"one"), SECRET) == await fingerprint(request(b"one"), SECRET)
    assert await fingerprint(request(b"one"), SECRET) != await fingerprint(request(b"two"), SECRET)


async def test_a_password_in_a_body_cannot_be_guessed_without_the_secret_key() -> None:
    with_ours = await fingerprint(request(b"password"), SECRET)

    assert await fingerprint(request(b"password"), SecretStr("a guess")) != with_ours
