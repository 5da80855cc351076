"""The response that is made of what an endpoint returned."""

import inspect
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import ResponseValidationError
from starlette.responses import JSONResponse

from kit.compat.fast_path import (
    DefaultPlaceholder,
    EndpointContext,
    RouteContext,
    is_body_allowed_for_status_code,
)
from kit.routing.given import Given
from kit.routing.unusual import Unusual


class ResponseMaker:
    """Validates and serialises with the route's own field, as FastAPI does."""

    def __init__(self, route: RouteContext) -> None:
        chosen = route.response_class
        if not isinstance(chosen, DefaultPlaceholder) or chosen.value is not JSONResponse:
            raise Unusual
        self._route = route
        self._status: int = route.status_code or 200
        self._field = route.response_field
        if self._field:
            self._dump = partial(
                self._field.serialize_json,
                include=route.response_model_include,
                exclude=route.response_model_exclude,
                by_alias=route.response_model_by_alias,
                exclude_unset=route.response_model_exclude_unset,
                exclude_defaults=route.response_model_exclude_defaults,
                exclude_none=route.response_model_exclude_none,
            )

    def make(self, request: Request, returned: Any, given: Given | None = None) -> Response:
        if isinstance(returned, Response):
            return returned
        status = (given and given.status_code) or self._status
        if self._field:
            content = self._serialise(request, returned)
            response = Response(content, status, media_type="application/json")
        else:
            response = JSONResponse(jsonable_encoder(returned), status)
        if not is_body_allowed_for_status_code(status):
            response.body = b""
        if given is not None:
            response.raw_headers.extend(given.raw_headers)
        return response

    def _serialise(self, request: Request, returned: Any) -> bytes:
        value, errors = self._field.validate(returned, {}, loc=("response",))
        if errors:
            raise ResponseValidationError(
                errors, body=returned, endpoint_ctx=_context(request, self._route)
            )
        content: bytes = self._dump(value)
        return content


def _context(request: Request, route: RouteContext) -> EndpointContext:
    """Where the endpoint stands that returned what it should not."""
    code = inspect.unwrap(route.dependant.call).__code__
    mount = request.scope.get("root_path", "").rstrip("/")
    return {
        "function": code.co_name,
        "file": code.co_filename,
        "line": code.co_firstlineno,
        "path": f"{request.method} {mount}{route.path_format}",
    }
