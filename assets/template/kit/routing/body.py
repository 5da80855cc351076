"""A body that is one JSON value."""

from typing import Any

from fastapi import Request
from starlette.types import Message, Receive

from kit.compat.fast_path import Form, RouteContext
from kit.routing.unusual import Unusual

JSON = "application/json"


class Body:
    """The parameter of an endpoint that is the whole body."""

    def __init__(self, route: RouteContext) -> None:
        field = route.body_field
        # Several parameters share a body in a field that FastAPI makes for them.
        is_own = any(field is own for own in route.dependant.body_params)
        if not is_own or isinstance(field.field_info, Form):
            raise Unusual
        self.name: str = field.name
        self._validate = field.validate

    async def read(self, request: Request) -> Any:
        try:
            body = await request.body()
        except Exception as error:
            raise Unusual(_failing(error)) from error
        try:
            if body and _is_json(request):
                value, errors = self._validate(await request.json(), {})
                if not errors:
                    return value
        except Exception as error:
            raise Unusual(_again(body, request.receive)) from error
        raise Unusual(_again(body, request.receive))


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0] == JSON


def _again(body: bytes, then: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else await then()

    return receive


def _failing(error: Exception) -> Receive:
    async def receive() -> Message:
        raise error

    return receive
