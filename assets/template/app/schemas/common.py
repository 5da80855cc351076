"""Shapes that every resource shares."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from app.schemas.base import ResponseSchema

T = TypeVar("T")

MAX_PAGE = 1_000_000
MAX_PAGE_SIZE = 100
MAX_CURSOR_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class PageParams:
    """Which part of a list: a page, counted from 1, or what follows a cursor; "" is the start."""

    page: int
    size: int
    cursor: str | None = None
    sort: str = "id"
    exact_total: bool = False

    @property
    def offset(self) -> int:
        return 0 if self.by_cursor else (self.page - 1) * self.size

    @property
    def by_cursor(self) -> bool:
        return self.cursor is not None


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
