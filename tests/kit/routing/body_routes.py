"""Routes with bodies of every kind."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, File, Form, HTTPException, Request
from pydantic import BaseModel, Field, field_validator

from tests.kit.routing.parity import Pair


class Item(BaseModel):
    name: str
    amount: int = Field(default=1, ge=1)
    price: float | None = None

    @field_validator("name")
    @classmethod
    def _no_bombs(cls, value: str) -> str:
        if value == "bomb":
            raise RuntimeError(value)
        return value


async def sign_in(request: Request) -> None:
    request.app.state.events.append("sign in")
    if "anonymous" in request.headers:
        raise HTTPException(401)


async def peek(request: Request) -> bytes:
    return await request.body()


Many = Annotated[list[Item], Body(max_length=2)]
router = APIRouter(prefix="/api/v1/items", dependencies=[Depends(sign_in)])


@router.post("", status_code=201)
async def create(item: Item) -> Item:
    return item


@router.post("/many")
async def many(items: Many) -> int:
    return len(items)


@router.post("/optional")
async def optional(item: Item | None = None) -> Item | None:
    return item


@router.post("/default")
async def default(item: Annotated[Item, Body()] = Item(name="default")) -> Item:  # noqa: B008
    return item


@router.post("/any")
async def anything(value: Annotated[Any, Body()]) -> Any:
    return value


@router.post("/embedded")
async def embedded(item: Annotated[Item, Body(embed=True)]) -> Item:
    return item


@router.post("/two")
async def two(item: Item, number: Annotated[int, Body()]) -> list[Any]:
    return [item, number]


@router.post("/peek")
async def peeked(item: Item, raw: Annotated[bytes, Depends(peek)], request: Request) -> list[Any]:
    return [item, raw.decode(), await request.json()]


async def price(item: Item) -> float | None:
    return item.price


@router.post("/shared")
async def shared(item: Item, price: Annotated[float | None, Depends(price)]) -> list[Any]:
    return [item, price]


@router.post("/raw")
async def raw(request: Request) -> str:
    return (await request.body()).decode()


@router.post("/form")
async def form(name: Annotated[str, Form()]) -> str:
    return name


@router.post("/file")
async def file(data: Annotated[bytes, File()]) -> int:
    return len(data)


limited = APIRouter(prefix="/api/v1/limited", max_body_size=20)
limited.add_api_route("", create, methods=["POST"])


def build(app: FastAPI) -> None:
    app.include_router(router)
    app.include_router(limited)


PAIR = Pair(build)
LIMITED = Pair(build, max_body_size=40)
