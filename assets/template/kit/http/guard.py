"""Refuses what no endpoint should have to think of, in the format of all errors."""

import gzip

from fastapi import Request, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.http.error_handlers import problem
from kit.http.url_limits import refusal_of_url

ERRORS = range(400, 600)
CONTENT_TOO_LARGE = 413
PLAIN_TEXT = (b"content-type", b"text/plain; charset=utf-8")
CONTENT_ENCODING = b"content-encoding"
# Of Starlette's own middleware, which may stand between what refuses and this.
GZIP = (CONTENT_ENCODING, b"gzip")
PROBES = {"/health", "/health/ready"}


class Guard:
    """URLs have limits, and what middleware refuses by itself is no plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif refusal := refusal_of_url(scope):
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, _without_plain_errors(scope, receive, send))


class HostGuard(TrustedHostMiddleware):
    """Lets in who asks for one of our hosts, and probes, which know nothing but an address."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if is_probe(scope) else super().__call__)(scope, receive, send)


def is_probe(scope: Scope) -> bool:
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path", "")) in PROBES


def _without_plain_errors(scope: Scope, receive: Receive, send: Send) -> Send:
    refusal: Message | None = None
    body = bytearray()

    async def send_problem(message: Message) -> None:
        nonlocal refusal
        if message["type"] == "http.response.start" and message["status"] in ERRORS:
            refusal = message if _is_plain_refusal(scope, message) else None
        if refusal is None:
            await send(message)
            return
        body.extend(message.get("body", b""))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            response = _problem_of(scope, refusal, body)
            await response(scope, receive, send)

    return send_problem


def _is_plain_refusal(scope: Scope, message: Message) -> bool:
    """What an endpoint answers is meant so, but for a body whose limit is met while it is read."""
    headers = message.get("headers", ())
    is_by_endpoint = "endpoint" in scope and message["status"] != CONTENT_TOO_LARGE
    is_readable = all(name != CONTENT_ENCODING or (name, value) == GZIP for name, value in headers)
    return PLAIN_TEXT in headers and not is_by_endpoint and is_readable


def _problem_of(scope: Scope, refusal: Message, body: bytes | bytearray) -> Response:
    if GZIP in refusal["headers"]:
        body = gzip.decompress(body)
    kept = {
        name.decode(): value.decode("latin-1")
        for name, value in refusal["headers"]
        if not name.startswith(b"content-")
    }
    return problem(Request(scope), refusal["status"], body.decode(errors="replace"), headers=kept)
