"""Answer a request by calls that were settled in advance, or let FastAPI do it."""

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import FastAPIError
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.compat.fast_path import (
    Dependant,
    RouteContext,
    bound_route,
    get_telemetry_data,
    is_watched,
    request_response,
)
from kit.routing.access_checks import access_checks
from kit.routing.body import Body
from kit.routing.given import Given
from kit.routing.parameters import Values
from kit.routing.plan import Plan, run
from kit.routing.response import ResponseMaker
from kit.routing.route import Route, kept
from kit.routing.shielded import Shielded
from kit.routing.unusual import Unusual
from kit.routing.url import UrlForms

NO_RESPONSE = "There is no response: a dependency with yield caught an exception and kept it"


def bind(route: RouteContext) -> ASGIApp:
    """The fast path to the endpoint of a route, or FastAPI's own if the route is unusual."""
    usual: ASGIApp = route.app
    try:
        return request_response(Handler(route).respond)
    except Unusual:
        return usual


class Handler:
    """Does what FastAPI does at each request, except for what is known before."""

    def __init__(self, route: RouteContext) -> None:
        _refuse(route)
        self._route = bound_route(route)
        self._usual: ASGIApp = route.app
        self._dependant: Dependant = route.dependant
        self._provider = route.dependency_overrides_provider
        is_ours = isinstance(route.original_route, Route)
        has_checks = is_ours and route.body_field is not None
        self._url = UrlForms(self._dependant) if is_ours else None
        self._plan = Plan(self._dependant, access_checks(self._dependant) if has_checks else ())
        self._body = Body(route) if route.body_field else None
        self._responses = ResponseMaker(route)

    async def respond(self, request: Request) -> Response:
        if self._is_changed() or get_telemetry_data() is not None:
            return Usual(self._route.app)
        try:
            values = self._read_parameters(request)
            given = self._plan.give_response(values)
            results = await self._check_access(values)
            if self._body:
                values[-1][self._body.name] = await self._body.read(request)
        except Unusual as unusual:
            return Usual(self._usual, unusual.receive)
        rest = values[len(results) :]
        if self._plan.has_generators:
            return await self._respond_and_clean_up(request, rest, results, given)
        return self._responses.make(request, await run(self._plan.rest, rest, results), given)

    def _is_changed(self) -> bool:
        """Whether the route is another one than the one that was bound."""
        route = self._route
        return bool(
            self._provider.dependency_overrides
            or route.app is not self._usual
            or route.dependant is not self._dependant
        )

    def _read_parameters(self, request: Request) -> list[Values]:
        if self._url and self._url.errors(request):
            raise Unusual
        try:
            return [call.parameters.read(request) for call in self._plan.calls]
        except Exception as error:  # also what a validator did not expect
            raise Unusual from error

    async def _check_access(self, values: list[Values]) -> list[Any]:
        results: list[Any] = []
        if checks := self._plan.checks:
            await run(checks, values[: len(checks)], results)
        return results

    async def _respond_and_clean_up(
        self, request: Request, values: list[Values], results: list[Any], given: Given | None
    ) -> Response:
        async with AsyncExitStack() as stack:

            async def enter(manager: AbstractAsyncContextManager[Any]) -> Any:
                return await stack.enter_async_context(Shielded(manager))

            returned = await run(self._plan.rest, values, results, enter)
            return await kept(request, self._responses.make(request, returned, given))
        raise FastAPIError(NO_RESPONSE)


class Usual(Response):
    """FastAPI's own answer."""

    def __init__(self, app: ASGIApp, receive: Receive | None = None) -> None:
        self._app = app
        self._receive = receive

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, self._receive or receive, send)


def _refuse(route: RouteContext) -> None:
    """Not for routes of other classes, with limits of their own, or watched by a tool."""
    limits = (None, getattr(route.dependency_overrides_provider, "max_body_size", None))
    if (
        type(route.original_route) not in (APIRoute, Route)
        or route.dependency_overrides_provider is None
        or route.max_body_size not in limits
        or is_watched()
    ):
        raise Unusual
