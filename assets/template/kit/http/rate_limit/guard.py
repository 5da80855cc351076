"""Limits how often each client asks, whatever it asks for."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.errors import TooManyRequestsError
from kit.http.error_handlers import problem_of
from kit.http.guard import is_probe
from kit.http.rate_limit.client import client_of
from kit.settings.limit import Limit


class RateGuard:
    """Probes never count: a busy client must not make the process look dead."""

    def __init__(self, app: ASGIApp, limit: Limit) -> None:
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_probe(scope) and (client := client_of(scope)):
            try:
                await scope["app"].state.rate_limiter.hit(self._limit, "request", client)
            except TooManyRequestsError as error:
                await problem_of(Request(scope), error)(scope, receive, send)
                return
        await self.app(scope, receive, send)
