"""Refuses what no endpoint should have to think of, in the format of all errors."""

import json
from typing import Any

from fastapi import HTTPException, Request, Response
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.error_handlers import problem
from app.schemas.common import FieldProblem

HTTP_1 = ("1.0", "1.1")
ERRORS = range(400, 600)
CONTENT_TOO_LARGE = 413
PLAIN_TEXT = (b"content-type", b"text/plain; charset=utf-8")
PROBES = {"/health", "/health/ready"}


class Guard:
    """No NUL in a URL, and no plain text where middleware refuses a request by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif part := _part_with_nul(scope):
            error = FieldProblem(field=part, message="must not contain NUL", location=part)
            response = problem(Request(scope), 422, "The request is not valid", errors=[error])
            await response(scope, receive, send)
        else:
            await self.app(scope, receive, _without_plain_errors(scope, receive, send))


class HostGuard(TrustedHostMiddleware):
    """Lets in who asks for one of our hosts, and probes, which know nothing but an address."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if is_probe(scope) else super().__call__)(scope, receive, send)


class BodyGuard:
    """Bodies have a limit. FastAPI's own does the same, and costs requests without one too."""

    def __init__(self, app: ASGIApp, max_size: int) -> None:
        self._without_body = app
        self._with_body = RequestBodyLimitMiddleware(UniqueNames(app), max_size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._with_body if _has_body(scope) else self._without_body)(scope, receive, send)


class UniqueNames:
    """No object in a JSON body has a name twice: what checks it first may take the other value."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_json(scope):
            await self.app(scope, receive, send)
            return
        body = bytearray()

        async def receive_unique() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    _check_names(body)
            return message

        await self.app(scope, receive_unique, send)


def is_probe(scope: Scope) -> bool:
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path", "")) in PROBES


def _part_with_nul(scope: Scope) -> str | None:
    if "\0" in scope["path"]:
        return "path"
    return "query" if b"%00" in scope["query_string"] else None


def _without_plain_errors(scope: Scope, receive: Receive, send: Send) -> Send:
    refusal: Message | None = None
    text = bytearray()

    async def send_problem(message: Message) -> None:
        nonlocal refusal
        if message["type"] == "http.response.start" and message["status"] in ERRORS:
            refusal = message if _is_plain_refusal(scope, message) else None
        if refusal is None:
            await send(message)
            return
        text.extend(message.get("body", b""))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            response = _problem_of(scope, refusal, text.decode(errors="replace"))
            await response(scope, receive, send)

    return send_problem


def _is_plain_refusal(scope: Scope, message: Message) -> bool:
    """What an endpoint answers is meant so, but for a body whose limit is met while it is read."""
    headers = message.get("headers", ())
    is_by_endpoint = "endpoint" in scope and message["status"] != CONTENT_TOO_LARGE
    is_encoded = any(name == b"content-encoding" for name, _ in headers)
    return PLAIN_TEXT in headers and not is_by_endpoint and not is_encoded


def _problem_of(scope: Scope, refusal: Message, text: str) -> Response:
    kept = {
        name.decode(): value.decode("latin-1")
        for name, value in refusal["headers"]
        if not name.startswith(b"content-")
    }
    return problem(Request(scope), refusal["status"], text, headers=kept)


def _has_body(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    # Only HTTP/1 says so in advance.
    return scope.get("http_version") not in HTTP_1 or any(
        name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]
    )


def _is_json(scope: Scope) -> bool:
    headers = scope["headers"]
    return any(name == b"content-type" and b"json" in kind.lower() for name, kind in headers)


def _check_names(body: bytearray) -> None:
    try:
        json.loads(body, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return  # FastAPI says what is wrong with it


def _unique(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise HTTPException(422, "The body has an object with the same name twice")
