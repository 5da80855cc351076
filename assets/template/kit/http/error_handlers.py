"""Every error leaves as one format: RFC 9457 problem details."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.client import responses
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from kit.compat.routes import routes_of
from kit.db.availability import is_unavailable, took_too_long
from kit.errors import AppError, UnavailableError
from kit.http.validation_errors import count_of, cut, field_problems
from kit.logging import get_logger
from kit.schemas.common import FieldProblem, ProblemDetails

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

WITHOUT_BODY = (*range(100, 200), 204, 205, 304)

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
    data: Any = None,
) -> Response:
    body = ProblemDetails(
        title=_phrase(status),
        status=status,
        detail=detail,
        instance=cut(request.url.path),
        request_id=request.headers.get("x-request-id"),
        errors=list(errors),
        data=data,
    )
    content = body.model_dump_json(exclude_defaults=True, fallback=str).encode("utf-8", "replace")
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
        return _invalid(request, error)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        headers = {**(error.headers or {})}
        if error.status_code in WITHOUT_BODY:
            return Response(status_code=error.status_code, headers=headers)
        if "Allow" in headers:
            headers["Allow"] = _allowed_methods(request) or headers["Allow"]
        detail, data = _detail_and_data(error)
        return problem(request, error.status_code, detail, headers=headers, data=data)

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


def _phrase(status: int) -> str:
    return responses.get(status, "Error")


def _detail_and_data(error: HTTPException) -> tuple[str, Any]:
    """`detail` is a text in RFC 9457; what an endpoint says in an object or a list is `data`."""
    said: Any = error.detail
    if isinstance(said, dict | list | tuple):
        return _phrase(error.status_code), said
    return str(said), None


def _invalid(request: Request, error: RequestValidationError) -> Response:
    if allowed := _methods_of_word(request, error):
        status = HTTPStatus.METHOD_NOT_ALLOWED
        return problem(request, status, status.phrase, headers={"Allow": allowed})
    detail = f"The request is not valid{count_of(error.errors())}"
    return problem(request, 422, detail, errors=field_problems(request, error.errors()))


def _methods_of_word(request: Request, error: RequestValidationError) -> str | None:
    """Where `/todos/bulk` is no row of `/todos/{todo_id}`, but a path with methods of its own."""
    if all(item["loc"][0] != "path" for item in error.errors()):
        return None
    allowed = _allowed_methods(request)
    return None if request.method in allowed.split(", ") else allowed


def _allowed_methods(request: Request) -> str:
    """Those of all routes on this path; the router says those of the first alone.

    `/users/me` is matched by the route of `/users/{user_id}` too, where no user has that id.
    """
    allowed: dict[int, set[str]] = defaultdict(set)
    for route in routes_of(request.app.routes):
        # The index has no methods of its own.
        if route.methods and route.matches(request.scope)[0] is not Match.NONE:
            allowed[len(route.param_convertors)].update(route.methods)
    methods = allowed[min(allowed, default=0)]
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _no_database(request: Request, reason: str, detail: str) -> Response:
    logger.error("database unavailable", reason=reason)
    return problem(request, 503, detail, headers=UnavailableError.headers)
