"""What the fast path needs of FastAPI and Starlette. Importing it fails where something is gone.

"Since" is the oldest that has it of FastAPI 0.100, 0.110, 0.115, 0.120, 0.128, 0.137, 0.150, 0.165.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

import fastapi.routing
from fastapi import Query

# Whether a parameter takes a list, since 0.100; the fields of a model of parameters, since 0.115.
from fastapi._compat import field_annotation_is_sequence, get_cached_model_fields

# Whether an endpoint chose a class of responses itself: since 0.100.
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies import utils

# What an endpoint and its dependencies take, in which order: since 0.100, with `own_oauth_scopes`
# since 0.128.
from fastapi.dependencies.models import Dependant

# To ask for access before the body is read, and to read parameters that are not plain, as FastAPI
# does: since 0.100; `async_exit_stack` since 0.110, `get_validation_alias` since 0.128.
from fastapi.dependencies.utils import (
    get_flat_params,
    get_validation_alias,
    request_params_to_args,
    solve_dependencies,
)

# Where an endpoint stands that returned what it should not: since 0.128.
from fastapi.exceptions import EndpointContext

# Whether a parameter is a form, or of the query: since 0.100.
from fastapi.params import Form
from fastapi.params import Query as QueryInfo

# The routes with the prefixes and dependencies of the routers around them: since 0.150, and the
# variable since 0.137.
from fastapi.routing import (
    APIRoute,
    RouteContext,
    _effective_route_context_var,
    iter_route_contexts,
)

# Security schemes take a header, whatever their scopes: since 0.100.
from fastapi.security.base import SecurityBase

# Whether requests are traced, which FastAPI does itself: since 0.150.
from fastapi.telemetry import get_telemetry_data

# Whether a response of this status may have a body: since 0.100.
from fastapi.utils import is_body_allowed_for_status_code
from starlette.datastructures import ImmutableMultiDict

# What makes an ASGI application of a function from request to response: since Starlette 0.27.
from starlette.routing import request_response

from kit.compat.shape import check

__all__ = [
    "DefaultPlaceholder",
    "Dependant",
    "EndpointContext",
    "Form",
    "QueryInfo",
    "RouteContext",
    "SecurityBase",
    "field_annotation_is_sequence",
    "get_flat_params",
    "get_telemetry_data",
    "get_validation_alias",
    "is_body_allowed_for_status_code",
    "iter_route_contexts",
    "request_params_to_args",
    "request_response",
    "solve_dependencies",
]

# The stack that FastAPI keeps in the scope of a request, for dependencies with yield: since 0.120.
EXIT_STACK = "fastapi_inner_astack"


def context_of(route: RouteContext) -> Any:
    """What FastAPI puts into the scope of a request for a route that a router includes."""
    return route._route_context


def bound_route(route: RouteContext) -> Any:
    """What `route` reads its attributes from, by a search each time."""
    return route._effective_route


def included_route() -> Any:
    """The route as the routers around it have it, while FastAPI asks it for its handler."""
    context: ContextVar[Any] = _effective_route_context_var
    return context.get()


def is_watched() -> bool:
    """Whether a tool has replaced what FastAPI makes its handlers by."""
    return fastapi.routing.get_request_handler.__module__ != APIRoute.__module__


_fields_of: Any = cache(get_cached_model_fields.__wrapped__)


def keep_all_fields() -> None:
    """Keep the fields of any number of models of parameters, such as the filters of a list.

    FastAPI keeps those of 128 models, and with more makes them anew, each time others. In its
    document it looks them up by identity, and does not find them.
    """
    utils.get_cached_model_fields = _fields_of  # type: ignore[attr-defined]


async def _endpoint(items: list[int], number: int = Query()) -> list[int]:
    return [number, *items]


_PARAMETERS = "path_params query_params header_params cookie_params body_params dependencies"
_TAKEN = "request http_connection response background_tasks websocket security_scopes"
_ROUTE = """
    app body_field dependant matches max_body_size path path_format response_class response_field
    response_model_by_alias response_model_exclude response_model_exclude_defaults
    response_model_exclude_none response_model_exclude_unset response_model_include status_code
"""


def _check() -> None:
    route = APIRoute("/", _endpoint)
    check(route, f"{_ROUTE} dependency_overrides_provider get_route_handler")
    check(route.dependant.query_params[0], "config default field_info name validate")
    check(route.response_field, "serialize_json validate")
    check(Dependant, _PARAMETERS)
    check(Dependant, " ".join(f"{name}_param_name" for name in _TAKEN.split()))
    check(Dependant, "call concurrency name own_oauth_scopes parent_oauth_scopes path scope")
    check(Dependant, "use_cache")
    check(RouteContext, "_effective_route _route_context original_route path path_format")
    check(
        solve_dependencies,
        "request dependant dependency_overrides_provider async_exit_stack embed_body_fields",
    )
    check(request_params_to_args, "fields received_params")
    check(get_flat_params, "dependant")
    check(ImmutableMultiDict, "multi_items")
    check(_effective_route_context_var, "get")
    check(utils, "get_cached_model_fields")
    check(fastapi.routing, "get_request_handler")


_check()
