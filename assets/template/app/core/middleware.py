"""What stands around every request: an id, headers that guard browsers, one line in the log."""

import re
from http import HTTPStatus
from random import getrandbits
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from app.config import Settings
from app.core.access_log import access_log
from app.core.slow_readers import PART, send_in_parts

RawHeader = tuple[bytes, bytes]

REQUEST_ID = b"x-request-id"
ACCEPTED_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
SECURITY_HEADERS: list[RawHeader] = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    # What is answered is for one client: tokens, and the rows that it may see.
    (b"cache-control", b"no-store"),
]
HTTPS_ONLY: RawHeader = (b"strict-transport-security", b"max-age=31536000")


class RequestContextMiddleware:
    """Give each request an id, its answer the headers that all have, and log its end."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._log = access_log(settings)
        self._headers = (
            [*SECURITY_HEADERS, HTTPS_ONLY] if settings.is_production else SECURITY_HEADERS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        request_id = scope["request_id"] = _request_id(scope)
        started, status = perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": self._complete(message, scope)}
            elif message.get("more_body") or len(message.get("body", b"")) > PART:
                await send_in_parts(send, message)
                return
            await send(message)

        # Not unbound at the end: the server logs an unexpected error after that.
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            duration = round((perf_counter() - started) * 1000, 1)
            self._log(request_id, scope["method"], scope["path"], status, duration)

    def _complete(self, message: Message, scope: Scope) -> list[RawHeader]:
        """The headers of the endpoint, and those of ours that it did not set itself."""
        headers = [header for header in message.get("headers", ()) if header[0] != REQUEST_ID]
        taken = {name for name, _ in headers}
        headers += [header for header in self._headers if header[0] not in taken]
        headers.append((REQUEST_ID, scope["request_id"].encode()))
        # Of a write that failed after all, there is no such version.
        if "etag" in scope and message["status"] < HTTPStatus.BAD_REQUEST:
            headers.append((b"etag", scope["etag"].encode()))
        return headers


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == REQUEST_ID and ACCEPTED_ID.fullmatch(value):
            given: str = value.decode()
            return given
    return f"{getrandbits(128):032x}"  # a name, not a secret  # nosec B311
