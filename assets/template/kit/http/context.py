"""What stands around every request: an id, headers that guard browsers, one line in the log."""

import re
from http import HTTPStatus
from random import getrandbits
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from kit.http.access_log import access_log
from kit.http.drain import Drain
from kit.http.slow_readers import PART, send_in_parts
from kit.http.startup import told_in_a_line
from kit.settings import KitSettings

RawHeader = tuple[bytes, bytes]

REQUEST_ID = b"x-request-id"
ACCEPTED_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
SECURITY_HEADERS: list[RawHeader] = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
HTTPS_ONLY: RawHeader = (b"strict-transport-security", b"max-age=31536000")
# What is answered is for one client: tokens, and the rows that it may see.
CACHE_CONTROL = b"cache-control"
NO_STORE: RawHeader = (CACHE_CONTROL, b"no-store")
# In the scope of a request that goes to a mounted application, or to `app.frontend()`.
MOUNTED, FRONTEND = "app_root_path", "frontend_path"


class RequestContextMiddleware:
    """Give each request an id, its answer the headers that all have, and log its end."""

    def __init__(self, app: ASGIApp, settings: KitSettings, drain: Drain) -> None:
        self.app = app
        self._drain = drain
        self._log = access_log(settings)
        self._headers = (
            [*SECURITY_HEADERS, HTTPS_ONLY] if settings.is_production else SECURITY_HEADERS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, told_in_a_line(send))
            return

        given = _given_id(scope)
        request_id = given or f"{getrandbits(128):032x}"  # a name, not a secret  # nosec B311
        if not given:  # others look for it in the headers
            scope["headers"] = [(REQUEST_ID, request_id.encode()), *scope["headers"]]
        identified, is_ours_mounted = scope["headers"], MOUNTED in scope
        started, status = perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal request_id, status
            if message["type"] == "http.response.start":
                status = message["status"]
                if scope["headers"] is not identified:  # other middleware gives ids too
                    request_id = _given_id(scope) or request_id
                headers = self._complete(message, scope, is_ours_mounted)
                headers.append((REQUEST_ID, request_id.encode()))
                message = {**message, "headers": headers}
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

    def _complete(self, message: Message, scope: Scope, is_ours_mounted: bool) -> list[RawHeader]:
        """The headers of the endpoint, and those of ours that it did not set itself."""
        headers = list(message.get("headers", ()))
        taken = dict(headers)
        if REQUEST_ID in taken:
            headers = [header for header in headers if header[0] != REQUEST_ID]
        for header in self._headers:
            if header[0] not in taken:
                headers.append(header)
        is_error = message["status"] >= HTTPStatus.BAD_REQUEST
        # What others serve, as static files, may be cached as they have it.
        is_others = FRONTEND in scope.get("fastapi", ()) or (
            MOUNTED in scope and not is_ours_mounted
        )
        if CACHE_CONTROL not in taken and (is_error or not is_others):
            headers.append(NO_STORE)
        if self._drain.has_begun:
            # The next request of this client finds another server.
            headers.append((b"connection", b"close"))
        return headers


def _given_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == REQUEST_ID:
            return str(value, "latin-1") if ACCEPTED_ID.fullmatch(value) else None
    return None
