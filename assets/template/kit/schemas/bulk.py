"""Many items in one request, of which all are done or none."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field

from kit.schemas.base import RequestSchema, ResponseSchema

T = TypeVar("T")

MAX_BULK = 100


class Bulk(RequestSchema, Generic[T]):
    items: Annotated[list[T], Field(min_length=1, max_length=MAX_BULK)]


class BulkResponse(ResponseSchema, Generic[T]):
    """The rows in the order of the items."""

    items: list[T]
