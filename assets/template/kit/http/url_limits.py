"""What no URL may have, whatever route it asks for."""

from fastapi import Request, Response
from starlette.types import Scope

from kit.http.error_handlers import problem
from kit.schemas.common import FieldProblem

# The longest cursor of a list fits in. The server reads no URL of 64 KiB, and refuses it by itself.
MAX_LENGTH = 60 * 1024
MAX_PARAMETERS = 1_000


def refusal_of_url(scope: Scope) -> Response | None:
    path, query = scope.get("raw_path") or scope["path"], scope["query_string"]
    if len(path) + len(query) > MAX_LENGTH:
        return problem(Request(scope), 414, f"The URL has more than {MAX_LENGTH} bytes")
    if "\0" in scope["path"]:
        return _invalid(scope, "path", "must not contain NUL")
    if b"%00" in query:
        return _invalid(scope, "query", "must not contain NUL")
    if query and query.count(b"&") >= MAX_PARAMETERS:
        return _invalid(scope, "query", f"must not have more than {MAX_PARAMETERS} parameters")
    return None


def _invalid(scope: Scope, part: str, message: str) -> Response:
    error = FieldProblem(field=part, message=message, location=part)
    return problem(Request(scope), 422, "The request is not valid", errors=[error])
