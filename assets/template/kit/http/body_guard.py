"""Refuses a body that would cost more to read than any endpoint asks for."""

from collections.abc import Callable

from fastapi import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.http.json_limits import check_json

HTTP_1 = ("1.0", "1.1")
MAX_FORM_FIELDS = 1_000  # as Starlette has it, which does not count the empty ones
FORM = b"application/x-www-form-urlencoded"

# Called with each part of a body, and whether it is the last.
Check = Callable[[bytes, bool], None]


class BodyGuard:
    """Bodies have a limit. FastAPI's own does the same, and costs requests without one too."""

    def __init__(self, app: ASGIApp, max_size: int, max_values: int) -> None:
        self._without_body = app
        self._with_body = RequestBodyLimitMiddleware(ContentGuard(app, max_values), max_size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._with_body if _has_body(scope) else self._without_body)(scope, receive, send)


class ContentGuard:
    """What is read of a body is checked before it is parsed for the endpoint.

    No object has a name twice: what checks it first may take the other value.
    """

    def __init__(self, app: ASGIApp, max_values: int) -> None:
        self._app = app
        self._max_values = max_values

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        check = self._check_of(scope)
        if check is None:
            await self._app(scope, receive, send)
            return

        async def receive_checked() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                check(message.get("body", b""), not message.get("more_body"))
            return message

        await self._app(scope, receive_checked, send)

    def _check_of(self, scope: Scope) -> Check | None:
        headers = scope["headers"]
        kind = next((value.lower() for name, value in headers if name == b"content-type"), b"")
        if b"json" in kind:
            return _json_check(self._max_values)
        return _form_check() if kind.startswith(FORM) else None


def _json_check(max_values: int) -> Check:
    body = bytearray()

    def check(part: bytes, is_last: bool) -> None:
        body.extend(part)
        if is_last:
            check_json(body, max_values)

    return check


def _form_check() -> Check:
    fields = 1

    def check(part: bytes, _: bool) -> None:
        nonlocal fields
        fields += part.count(b"&") + part.count(b";")
        if fields > MAX_FORM_FIELDS:
            raise HTTPException(413, f"The form has more than {MAX_FORM_FIELDS} fields")

    return check


def _has_body(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    # Only HTTP/1 says so in advance.
    return scope.get("http_version") not in HTTP_1 or any(
        name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]
    )
