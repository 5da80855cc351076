"""What a client is told of a request that is not valid: a bounded answer, whatever was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request

from kit.compat import HAS_FAST_PATH
from kit.schemas.common import FieldProblem

if HAS_FAST_PATH:
    from kit.compat.fast_path import get_validation_alias
    from kit.routing.url import parameters

MAX_ERRORS = 20
# Of what a client sent, no more than so many characters come back.
MAX_ECHO = 200
MAX_MESSAGE = 2_000


def field_problems(request: Request, errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """The first of these errors."""
    first = errors[:MAX_ERRORS]
    unknown = any(map(_is_unknown_parameter, first))
    known = _unknown(request) if unknown else ""
    return [_field_problem(error, known) for error in first]


def count_of(errors: Sequence[object]) -> str:
    """What the detail of a problem adds where not all of its errors are listed."""
    return f"; {MAX_ERRORS} of {len(errors)} errors are listed" if len(errors) > MAX_ERRORS else ""


def cut(text: str, length: int = MAX_ECHO) -> str:
    return text if len(text) <= length else f"{text[:length]}..."


def _field_problem(error: Mapping[str, Any], known: str) -> FieldProblem:
    location, *path = error["loc"]
    # A syntax error in the body is located by its position, which is no field.
    names = [] if error["type"] == "json_invalid" else path
    message = known if _is_unknown_parameter(error) else error["msg"].removeprefix("Value error, ")
    return FieldProblem(
        field=cut(".".join(str(name) for name in names)) or str(location),
        message=cut(message, MAX_MESSAGE),
        location=location,
    )


def _is_unknown_parameter(error: Mapping[str, Any]) -> bool:
    return bool(error["type"] == "extra_forbidden" and error["loc"][0] == "query")


def _unknown(request: Request) -> str:
    """What is said of a parameter that no function asks for."""
    if not HAS_FAST_PATH:
        return "is unknown"
    return f"is unknown; this takes {', '.join(_query_names(request))}"


def _query_names(request: Request) -> list[str]:
    fields = parameters(request.scope["route"].dependant, "query_params")
    shown = (field for field in fields if getattr(field.field_info, "include_in_schema", True))
    return [get_validation_alias(field) for field in shown]
