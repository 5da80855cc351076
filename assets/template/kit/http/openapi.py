"""What is looked at in an OpenAPI document, and how its operations are named."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi.openapi.utils import (
    validation_error_definition,
    validation_error_response_definition,
)
from fastapi.routing import APIRoute

FIRST_VERSION = "v1"
VERSION = re.compile(r"/(v\d+)/")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each with its method."""
    for path in document["paths"].values():
        yield from path.items()


def parameters(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Those with a schema; what `openapi_extra` adds may be a reference, or have a content."""
    for _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if "schema" in parameter:
                yield parameter


def complete_callbacks(document: dict[str, Any]) -> None:
    """FastAPI refers to its own 422 in callbacks, whose schemas it leaves out."""
    if any("callbacks" in operation for _, operation in operations(document)):
        schemas = document["components"]["schemas"]
        schemas.setdefault("HTTPValidationError", validation_error_response_definition)
        schemas.setdefault("ValidationError", validation_error_definition)


def operation_id(route: APIRoute) -> str:
    """The name of the function; after the first version of the API, the version behind it."""
    version = VERSION.search(f"{route.path_format}/")
    if version and version[1] != FIRST_VERSION:
        return f"{route.name}_{version[1]}"
    return route.name
