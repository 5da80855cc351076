"""Every error leaves as one format: RFC 9457 problem details."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from fastapi.utils import is_body_allowed_for_status_code
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.core.exceptions import AppError, UnavailableError
from app.core.logging import get_logger
from app.db.availability import is_unavailable, took_too_long
from app.schemas.common import FieldProblem, ProblemDetails

MEDIA_TYPE = "application/problem+json"

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}

# How the OpenAPI document describes every error.
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request cannot be served; the body says why.",
        "content": PROBLEM,
    },
    "5XX": {
        "description": "The server fails, or cannot serve now; the body says which.",
        "content": PROBLEM,
    },
}

DOES_NOT_ANSWER = "The database does not answer"
TOOK_TOO_LONG = "The database took too long"

logger = get_logger(__name__)


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = ProblemDetails(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=request.scope.get("request_id"),
        errors=list(errors),
    )
    content = body.model_dump_json(exclude_defaults=True).encode("utf-8", "replace")
    return Response(content, status, dict(headers or {}), MEDIA_TYPE)


def problem_of(request: Request, error: AppError) -> Response:
    errors = []
    if error.field:
        errors = [FieldProblem(field=error.field, message=error.detail, location=error.location)]
    return problem(request, error.status, error.detail, errors=errors, headers=error.headers)


def add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(request: Request, error: AppError) -> Response:
        return problem_of(request, error)

    @app.exception_handler(RequestValidationError)
    async def invalid_request(request: Request, error: RequestValidationError) -> Response:
        errors = [_field_problem(item) for item in error.errors()]
        return problem(request, 422, "The request is not valid", errors=errors)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        headers = {**(error.headers or {})}
        if not is_body_allowed_for_status_code(error.status_code):
            return Response(status_code=error.status_code, headers=headers)
        if "Allow" in headers:
            headers["Allow"] = _allowed_methods(request) or headers["Allow"]
        return problem(request, error.status_code, str(error.detail), headers=headers)

    @app.exception_handler(DBAPIError)
    async def database_error(request: Request, error: DBAPIError) -> Response:
        if is_unavailable(error):
            detail = TOOK_TOO_LONG if took_too_long(error) else DOES_NOT_ANSWER
            return _no_database(request, str(error.orig) or detail, detail)
        raise error

    @app.exception_handler(PoolTimeoutError)
    async def no_connection_free(request: Request, error: PoolTimeoutError) -> Response:
        return _no_database(request, str(error), DOES_NOT_ANSWER)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _: Exception) -> Response:
        # The server logs it.
        return problem(request, 500, "Something went wrong on our side")


def _allowed_methods(request: Request) -> str:
    """Those of all routes on this path; the router says those of the first alone.

    `/users/me` is matched by the route of `/users/{user_id}` too, where no user has that id.
    """
    allowed: dict[int, set[str]] = defaultdict(set)
    for route in iter_route_contexts(request.app.routes):
        if route.matches(request.scope)[0] is not Match.NONE:
            allowed[len(route.param_convertors)].update(route.methods or ())
    return ", ".join(sorted(allowed[min(allowed, default=0)]))


def _no_database(request: Request, reason: str, detail: str) -> Response:
    logger.error("database unavailable", reason=reason)
    return problem(request, 503, detail, headers=UnavailableError.headers)


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    location, *path = error["loc"]
    # A syntax error in the body is located by its position, which is no field.
    names = [] if error["type"] == "json_invalid" else path
    return FieldProblem(
        field=".".join(str(name) for name in names) or str(location),
        message=error["msg"].removeprefix("Value error, "),
        location=location,
    )
