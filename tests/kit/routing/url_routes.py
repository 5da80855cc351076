"""Routes that take values of every type from a URL."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Query
from pydantic import MISSING, BaseModel, ConfigDict, Field

from kit.routing import Router
from tests.kit.routing.parity import Pair


class Filters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=0)] | MISSING = MISSING
    price: Decimal | None = None
    title: str | None = None


class ManyFilters(BaseModel):
    tags: list[int] = []
    year: int | None = None


async def limit(size: Annotated[int, Query(ge=1)] = 20) -> int:
    return size


router = Router(prefix="/api/v1/urls", dependencies=[Depends(limit)])


@router.get("/int/{value}")
async def integer(value: int) -> int:
    return value


@router.get("/uuid/{value}")
async def uuid(value: UUID) -> UUID:
    return value


@router.get("/text/{value}")
async def text(value: str) -> str:
    return value


@router.get("/values")
async def values(  # noqa: PLR0913, PLR0917 - FastAPI passes them by name
    i: int | None = None,
    f: float | None = None,
    d: Decimal | None = None,
    either: int | str | None = None,
    yes: bool | None = None,
    many: Annotated[list[int] | None, Query()] = None,
    alias: Annotated[int | None, Query(alias="other-name")] = None,
) -> list[Any]:
    return [i, f, d, either, yes, many, alias]


@router.get("/filters")
async def filters(filters: Annotated[Filters, Query()]) -> Any:
    return filters.model_dump()


@router.get("/many-filters")
async def many_filters(filters: Annotated[ManyFilters, Query()]) -> Any:
    return filters.model_dump()


@router.get("/sync/{value}")
def in_thread(value: int) -> int:
    return value


def build(app: FastAPI) -> None:
    app.include_router(router)


PAIR = Pair(build)
