"""What a function takes from a request: path, query, headers, cookies and the request itself."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from starlette.datastructures import ImmutableMultiDict

from kit.compat.fast_path import (
    Dependant,
    QueryInfo,
    field_annotation_is_sequence,
    get_validation_alias,
    request_params_to_args,
)
from kit.routing.unusual import Unusual

SCALARS = (str, int, float, Decimal, date, time, timedelta, UUID, Enum, NoneType)
CONSTANTS = (str, int, float, Enum, NoneType)

Values = dict[str, Any]
Reader = Callable[[Mapping[str, Any], Values], None]


class Parameters:
    """The parameters of one function."""

    def __init__(self, dependant: Dependant) -> None:
        named = (dependant.request_param_name, dependant.http_connection_param_name)
        self._requests = [name for name in named if name is not None]
        self._path = [reader(field) for field in dependant.path_params]
        self._query = _readers(dependant.query_params)
        self._headers = _readers(dependant.header_params)
        self._cookies = _readers(dependant.cookie_params)

    def read(self, request: Request) -> Values:
        values: Values = dict.fromkeys(self._requests, request)
        for read in self._path:
            read(request.path_params, values)
        for read in self._query:
            read(request.query_params, values)
        for read in self._headers:
            read(request.headers, values)
        for read in self._cookies:
            read(request.cookies, values)
        return values


def _readers(fields: list[Any]) -> list[Reader]:
    if all(_is_plain(field) or _is_plain_model(field) for field in fields):
        return [reader(field) if _is_plain(field) else model_reader(field) for field in fields]
    return [as_fastapi(fields)]


def reader(field: Any) -> Reader:
    """Read one value that stands for itself; FastAPI's own function does the same, at length."""
    name, alias = field.name, get_validation_alias(field)
    validate, default = field.validate, field.default

    def read(received: Mapping[str, Any], values: Values) -> None:
        value = received.get(alias)
        if value is not None:
            values[name], errors = validate(value, {})
            if errors:
                raise Unusual
        elif default is PydanticUndefined:
            raise Unusual
        else:
            values[name] = default

    return read


def model_reader(field: Any) -> Reader:
    """Read a model, which takes what is there by its names."""
    name, validate, usual = field.name, field.validate, as_fastapi([field])

    def read(received: Mapping[str, Any], values: Values) -> None:
        query = dict(received)
        if isinstance(received, ImmutableMultiDict) and len(received.multi_items()) > len(query):
            usual(received, values)  # FastAPI makes lists of what comes twice
            return
        values[name], errors = validate(query, {})
        if errors:
            raise Unusual

    return read


def as_fastapi(fields: list[Any]) -> Reader:
    """Read lists, models and what else FastAPI knows."""

    def read(received: Mapping[str, Any], values: Values) -> None:
        found, errors = request_params_to_args(fields, received)
        if errors:
            raise Unusual
        values.update(found)

    return read


def _is_plain(field: Any) -> bool:
    info = field.field_info
    return (
        _is_scalar(info.annotation)
        and (info.validation_alias is None or isinstance(info.validation_alias, str))
        and not (field.config or info.validate_default)
        and (info.is_required() or isinstance(info.default, CONSTANTS))
    )


def _is_plain_model(field: Any) -> bool:
    """Whether it is a model of the query that has no lists, nor names that are not its own."""
    model = field.field_info.annotation
    return (
        isinstance(field.field_info, QueryInfo)
        and isinstance(model, type)
        and issubclass(model, BaseModel)
        and all(
            not field_annotation_is_sequence(own.annotation) and own.validation_alias is None
            for own in model.model_fields.values()
        )
    )


def _is_scalar(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return all(_is_scalar(choice) for choice in get_args(annotation))
    if isinstance(annotation, type):
        return issubclass(annotation, SCALARS)
    return origin is Literal
