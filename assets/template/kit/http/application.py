"""FastAPI, with what all of an application's answers have in common."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import cached_property
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.compat import HAS_FAST_PATH
from kit.http.conditional import describe_etags
from kit.http.context import RequestContextMiddleware
from kit.http.guard import Guard
from kit.http.mounted import share_with_mounted
from kit.http.openapi import complete_callbacks, parameters
from kit.http.pagination import describe_choices
from kit.routing import Route as APIRoute
from kit.schemas.common import ProblemDetails

if HAS_FAST_PATH:
    from kit.compat.fast_path import keep_all_fields

SCHEMA_REF = "#/components/schemas/{model}"

AsyncEndpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class Application(FastAPI):
    """Its OpenAPI document knows the format of its errors, and makes nobody wait."""

    _one_builds = Lock()

    @cached_property
    def _with_context(self) -> ASGIApp:
        """Outside of everything, so that even the answer to an unexpected error has our headers.

        It is not in the middleware stack, which other libraries take apart.
        """
        guarded = Guard(super().__call__)
        return RequestContextMiddleware(guarded, self.state.settings, self.state.drain)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._with_context(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        share_with_mounted(self)
        return super().build_middleware_stack()

    def mount(self, path: str, app: ASGIApp, name: str | None = None) -> None:
        super().mount(path, app, name)
        share_with_mounted(self)

    def openapi(self) -> dict[str, Any]:
        with self._one_builds:
            document = super().openapi()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            if "ProblemDetails" not in schemas:
                problem = ProblemDetails.model_json_schema(ref_template=SCHEMA_REF)
                schemas.update(problem.pop("$defs"), ProblemDetails=problem)
                complete_callbacks(document)
                describe_etags(document)
                describe_choices(document)
                _drop_null(document)
                self.openapi_schema = document = _with_integers(document)
            return document

    def setup(self) -> None:
        if HAS_FAST_PATH:
            keep_all_fields()
        super().setup()
        self.router.route_class = APIRoute
        for position, route in enumerate(self.routes):
            if isinstance(route, Route) and route.path == self.openapi_url:
                endpoint = _in_thread(route.endpoint)
                self.routes[position] = Route(
                    route.path, endpoint, name=route.name, include_in_schema=False
                )


def _drop_null(document: dict[str, Any]) -> None:
    """A parameter may be absent, but no URL and no header can hold null."""
    for parameter in parameters(document):
        parameter["schema"] = _without_null(parameter["schema"])


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    types = [option for option in schema.get("anyOf", []) if option != {"type": "null"}]
    if len(types) > 1:
        return schema | {"anyOf": types}
    described = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**types[0], **described} if types else schema


def _with_integers(node: Any) -> Any:
    """FastAPI has every bound as a float; in JSON, 2**63 would be rounded."""
    match node:
        case dict():
            return {name: _with_integers(value) for name, value in node.items()}
        case list():
            return [_with_integers(value) for value in node]
        case float() if node.is_integer():
            return int(node)
    return node


def _in_thread(endpoint: AsyncEndpoint) -> Callable[[Request], Response]:
    """A plain function has a thread of its own. In a big project the document takes a second."""

    def answer(request: Request) -> Response:
        return asyncio.run(endpoint(request))

    return answer
