"""Shapes that every resource shares."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from app.schemas.base import ResponseSchema

T = TypeVar("T")

MAX_PAGE = 1_000_000
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PageParams:
    """Which page of a list, counted from 1, and how many items on it."""

    page: int
    size: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


class PaginatedResponse(ResponseSchema, Generic[T]):
    items: list[T]
    total: int
    page: int
    size: int
    pages: int


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
