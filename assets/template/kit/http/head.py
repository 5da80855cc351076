"""HEAD is answered as GET is, without the body."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.compat.routes import routes_of


class Answered(OSError):  # noqa: N818 - nothing is wrong
    """Tells whoever streams an answer that the client has all that it asked for."""


class HeadAsGet:
    """Asks the application for the GET, unless a route of its own answers HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or _is_routed(scope):
            await self._app(scope, receive, send)
            return
        answer = Head(scope, send)
        scope["method"] = "GET"
        try:
            await self._app(scope, receive, answer.send)
        except Exception:
            # Starlette has an exception of its own for what `Answered` tells it.
            if not answer.is_cut_off:
                raise
        finally:
            scope["method"] = "HEAD"


class Head:
    """What is sent of the answer to a GET."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._is_sent = False
        self.is_cut_off = False

    async def send(self, message: Message) -> None:
        if self._is_sent:
            return
        if message["type"] == "http.response.body":
            self._is_sent = True
            self.is_cut_off = message.get("more_body", False)
            message = {"type": "http.response.body", "body": b""}
        # Who stands outside, the server too, knows which method it was.
        self._scope["method"] = "HEAD"
        await self._send(message)
        if self.is_cut_off:
            raise Answered


def _is_routed(scope: Scope, routes: Sequence[BaseRoute] | None = None) -> bool:
    """Whether a route of its own answers, here or in an application that is mounted."""
    for route in routes_of(scope["app"].routes if routes is None else routes):
        match, child = route.matches(scope)
        if match is Match.FULL:
            inner = getattr(route.original_route, "routes", None)
            return not inner or _is_routed({**scope, **child}, inner)
    return False
