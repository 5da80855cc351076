"""What tells two requests with one `Idempotency-Key` apart, and a first answer given again."""

import hmac
from collections.abc import Sequence

from fastapi import Request, Response
from pydantic import SecretStr

REPLAYED = (b"idempotent-replayed", b"true")

Headers = Sequence[Sequence[str]]


class AnsweredBefore(Exception):  # noqa: N818 - nothing is wrong
    """The answer to this request has been given."""

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


async def answer_again(_: Request, first: AnsweredBefore) -> Response:
    response = Response(first.body, first.status)
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in first.headers
    ]
    response.raw_headers.append(REPLAYED)
    return response


def headers_of(response: Response) -> list[list[str]]:
    return [
        [name.decode("latin-1"), value.decode("latin-1")] for name, value in response.raw_headers
    ]


async def fingerprint(request: Request, secret: SecretStr) -> str:
    """Keyed: the hash of a body with a password would be a fast hash of that password."""
    key = secret.get_secret_value().encode()
    path, query = request.scope["path"].encode(), request.scope["query_string"]
    parts = (request.method.encode(), path, query, await request.body())
    return hmac.digest(key, b"\0".join(parts), "sha256").hex()
