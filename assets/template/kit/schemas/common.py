"""Shapes that every resource shares."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, Field, model_validator

from kit.schemas.base import RequestSchema, ResponseSchema

T = TypeVar("T")

MAX_PAGE = 1_000_000
MAX_PAGE_SIZE = 100
MAX_CURSOR_LENGTH = 32_000  # It has the values of all columns that are sorted by.


@dataclass(frozen=True, slots=True)
class PageParams:
    """Which part of a list: a page, counted from 1, or what follows a cursor; "" is the start."""

    page: int
    size: int
    cursor: str | None = None
    sort: str = "id"
    exact_total: bool = False
    q: str | None = None
    include: str | None = None

    @property
    def offset(self) -> int:
        return 0 if self.by_cursor else (self.page - 1) * self.size

    @property
    def by_cursor(self) -> bool:
        return self.cursor is not None


PAGE_NAMES = frozenset(field.name for field in fields(PageParams))
EXPORT_NAMES = frozenset({"format", "bom", "sort", "q"})


class FilterSchema(RequestSchema):
    """The query of a list, but for its page: what is absent narrows nothing.

    A field is a column, or has `_ge`, `_gt`, `_le`, `_lt` or `_like` after it.
    """

    # What else the query has.
    beside: ClassVar[frozenset[str]] = PAGE_NAMES

    @model_validator(mode="before")
    @classmethod
    def _without_page(cls, query: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in query.items() if name not in cls.beside}


class PaginatedResponse(ResponseSchema, Generic[T]):
    """A part of a list; after a cursor, there is no `page`, and `total` only if it is asked for."""

    items: list[T]
    total: int | None
    total_exact: bool = True
    page: int | None
    size: int
    pages: int | None
    next_cursor: str | None = None


class FieldProblem(BaseModel):
    field: str
    message: str
    location: str = "body"


class ProblemDetails(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    request_id: str | None = None
    errors: list[FieldProblem] = []
    data: Any = Field(default=None, description="More about it, for programs")
