"""Routes with parameters of every kind."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Cookie, FastAPI, Header, Path, Query, Request
from fastapi.requests import HTTPConnection
from pydantic import MISSING, AfterValidator, AliasChoices, BaseModel, Field

from tests.kit.routing.parity import Pair

UUID_TEXT = "12345678-1234-5678-1234-567812345678"


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Filters(BaseModel):
    model_config = {"extra": "forbid"}

    name: str = "any"
    sizes: list[int] = []


class Scalars(BaseModel):
    model_config = {"extra": "forbid"}

    colour: Colour | MISSING = MISSING
    low: Annotated[int, Field(ge=0)] | MISSING = MISSING
    text: str = "any"


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("is odd")
    return value


def _explode(value: str) -> str:
    if value == "bang":
        raise RuntimeError(value)
    return value


router = APIRouter(prefix="/api/v1/things")


@router.get("/path/{number}/{colour}/{day}/{uid}")
async def path(
    number: Annotated[int, Path(ge=0)], colour: Colour, day: date, uid: UUID
) -> list[Any]:
    return [number, colour, day, uid]


@router.get("/float/{value:float}/{rest:path}")
async def converters(value: float, rest: str) -> list[Any]:
    return [value, rest]


@router.get("/query")
async def query(  # noqa: PLR0913, PLR0917 - one of each kind
    text: str,
    number: Annotated[int, Query(ge=1, le=9, alias="n")] = 1,
    flag: bool = False,
    when: datetime | None = None,
    pause: timedelta | None = None,
    price: Decimal = Decimal(1),
    kind: Literal["a", "b"] = "a",
    colour: Colour = Colour.RED,
    even: Annotated[int, AfterValidator(_even)] = 1,
    boom: Annotated[str, AfterValidator(_explode)] = "",
) -> list[Any]:
    return [text, number, flag, when, pause, price, kind, colour, even, boom]


@router.get("/defaults")
async def defaults(
    made: Annotated[list[int], Query(default_factory=lambda: [1])],
    late: Annotated[int, Query(default_factory=lambda: 7)],
    checked: Annotated[int, Query(validate_default=True, ge=5)] = 1,
) -> list[Any]:
    return [made, late, checked]


@router.get("/checked")
async def checked(number: Annotated[int, Query(validate_default=True, ge=5)] = 1) -> int:
    return number


@router.get("/names")
async def names(
    one: Annotated[str, Query(validation_alias="first")] = "-",
    either: Annotated[str, Query(validation_alias=AliasChoices("left", "right"))] = "-",
) -> list[str]:
    return [one, either]


@router.get("/lists")
async def lists(
    many: Annotated[list[int], Query()],
    few: Annotated[set[str] | None, Query(max_length=2)] = None,
) -> list[Any]:
    return [many, few and sorted(few)]


@router.get("/model")
async def model(filters: Annotated[Filters, Query()]) -> Filters:
    return filters


@router.get("/scalars")
async def scalars(scalars: Annotated[Scalars, Query()]) -> dict[str, Any]:
    return {"given": sorted(scalars.model_fields_set), **scalars.model_dump()}


@router.get("/headers")
async def headers(
    x_token: Annotated[str, Header()],
    number: Annotated[int, Header()] = 0,
    many: Annotated[list[str] | None, Header()] = None,
) -> list[Any]:
    return [x_token, number, many]


@router.get("/plain-headers")
async def plain_headers(x_token: Annotated[str, Header()], n: Annotated[int, Header()] = 0) -> str:
    return f"{x_token} {n}"


@router.get("/cookies")
async def cookies(session: Annotated[str, Cookie()], page: Annotated[int, Cookie()] = 1) -> str:
    return f"{session} {page}"


@router.get("/request/{name}")
async def request(request: Request, connection: HTTPConnection, name: str) -> list[Any]:
    scope = request.scope
    return [request is connection, name, request.path_params, str(request.url), scope["route"].path]


def build(app: FastAPI) -> None:
    app.include_router(router)


PAIR = Pair(build)
