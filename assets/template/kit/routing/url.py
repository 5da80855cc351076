"""How the parameters of a route are written in a URL: numbers as in JSON, and each of them once.

Python reads `2_690`, `+2690` and ` 2690.0` as 2690: one row would have any number of addresses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from fastapi import Request
from pydantic import MISSING

from kit.compat.fast_path import (
    Dependant,
    field_annotation_is_sequence,
    get_flat_params,
    get_validation_alias,
)

INTEGER = r"-?(0|[1-9][0-9]*)"
HEX = "[0-9A-Fa-f]"
FORMS: dict[type, tuple[re.Pattern[str], str]] = {
    int: (re.compile(INTEGER), "must be an integer as JSON has it, as in 12"),
    float: (
        re.compile(rf"{INTEGER}(\.[0-9]+)?([eE][+-]?[0-9]+)?"),
        "must be a number as JSON has it, as in 12 or 0.5",
    ),
    UUID: (
        re.compile(rf"{HEX}{{8}}(-{HEX}{{4}}){{3}}-{HEX}{{12}}"),
        "must be a UUID of 36 characters, with hyphens",
    ),
}

Form = tuple[re.Pattern[str], str]
Errors = list[dict[str, Any]]


class UrlForms:
    """What is wrong with the URL of a request to one route, before types are asked."""

    def __init__(self, endpoint: Dependant) -> None:
        self._path = dict(_forms(parameters(endpoint, "path_params")))
        query = parameters(endpoint, "query_params")
        self._query = dict(_forms(query))
        lists = {get_validation_alias(field) for field in query if _is_list(field)}
        self._once = {get_validation_alias(field) for field in query} - lists

    def errors(self, request: Request) -> Errors:
        errors = []
        if self._path:
            errors = _wrong("path", self._path, request.path_params.items())
        if request.scope["query_string"]:
            items = request.query_params.multi_items()
            errors += _wrong("query", self._query, items)
            if len(items) > len(request.query_params):
                errors += self._repeated(items)
        return errors

    def _repeated(self, items: list[tuple[str, str]]) -> Errors:
        counts = Counter(name for name, _ in items if name in self._once)
        message = "must not be there twice"
        return [_error("query", name, message) for name, count in counts.items() if count > 1]


def parameters(endpoint: Dependant, part: str) -> list[Any]:
    """What the endpoint and its dependencies take of this part, also in models."""
    own = getattr(endpoint, part)
    fields = get_flat_params(Dependant(call=endpoint.call, **{part: own}))
    for dependency in endpoint.dependencies:
        fields += parameters(dependency, part)
    return fields


def _wrong(part: str, forms: dict[str, Form], items: Iterable[tuple[str, Any]]) -> Errors:
    return [
        _error(part, name, forms[name][1])
        for name, text in items
        if name in forms and isinstance(text, str) and not forms[name][0].fullmatch(text)
    ]


def _error(part: str, name: str, message: str) -> dict[str, Any]:
    return {"type": "url_form", "loc": (part, name), "msg": message, "input": None}


def _forms(fields: Iterable[Any]) -> Iterator[tuple[str, Form]]:
    for field in fields:
        types = {_form(choice) for choice in _choices(field.field_info.annotation)}
        if len(types) == 1 and (kind := types.pop()):
            yield get_validation_alias(field), FORMS[kind]


def _choices(annotation: Any) -> Iterator[Any]:
    """The types that a text can be read as."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _choices(arguments[0])
    elif origin in (Union, UnionType) or origin in (list, set, tuple, frozenset):
        for choice in arguments:
            yield from _choices(choice)
    elif annotation not in (NoneType, MISSING, ...):
        yield annotation


def _form(choice: Any) -> type | None:
    if not isinstance(choice, type) or issubclass(choice, bool | Enum):
        return None
    if issubclass(choice, float | Decimal):
        return float
    return next((kind for kind in (int, UUID) if issubclass(choice, kind)), None)


def _is_list(field: Any) -> bool:
    return field_annotation_is_sequence(field.field_info.annotation)
