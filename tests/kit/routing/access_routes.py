"""Routes that ask who may, each in another way."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Form, HTTPException, Query, Request
from pydantic import BaseModel

from kit.routing import Router, access_check
from tests.kit.routing.parity import Pair


class Item(BaseModel):
    name: str


async def session(request: Request) -> str:
    request.app.state.events.append("session")
    return "session"


async def token(request: Request) -> str | None:
    return request.headers.get("token")


@access_check
async def known(request: Request, token: Annotated[str | None, Depends(token)]) -> str:
    request.app.state.events.append("known")
    if token is None:
        raise HTTPException(401)
    return token


@access_check
async def admin(request: Request, user: Annotated[str, Depends(known)]) -> str:
    request.app.state.events.append("admin")
    if user != "admin":
        raise HTTPException(403)
    return user


@access_check
def sync_admin(user: Annotated[str, Depends(known)]) -> str:
    if user != "admin":
        raise HTTPException(403)
    return user


@access_check
def admin_until_the_end(user: Annotated[str, Depends(known)]) -> Iterator[str]:
    if user != "admin":
        raise HTTPException(403)
    yield user


Session = Annotated[str, Depends(session)]
Admin = Annotated[str, Depends(admin)]
router = Router(prefix="/api/v1/items", dependencies=[Depends(known)])


@router.post("/one")
async def one(db: Session, item: Item, user: Admin) -> list[str]:
    return [db, item.name, user]


@router.post("/sync")
def in_thread(db: Session, item: Item, user: Admin) -> list[str]:
    return [db, item.name, user]


@router.post("/two")
async def two(item: Item, number: Annotated[int, Body()], user: Admin) -> list[Any]:
    return [item.name, number, user]


@router.post("/form")
async def form(name: Annotated[str, Form()], user: Admin) -> list[str]:
    return [name, user]


@router.post("/sync-check")
async def sync_check(item: Item, user: Annotated[str, Depends(sync_admin)]) -> list[str]:
    return [item.name, user]


@router.post("/generator")
async def generator(item: Item, user: Annotated[str, Depends(admin_until_the_end)]) -> list[str]:
    return [item.name, user]


@router.get("/{item_id}")
async def get(item_id: int, user: Admin, size: Annotated[int, Query()] = 1) -> list[Any]:
    return [item_id, size, user]


def build(app: FastAPI) -> None:
    app.include_router(router)


PAIR = Pair(build)
PATHS = ["one", "sync", "two", "form", "sync-check", "generator"]
