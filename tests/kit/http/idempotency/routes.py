"""Endpoints that make a row each time that they are carried out."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.permissions import Permission
from app.dependencies import IdempotentDbSession, Requires, SyncIdempotentDbSession
from app.models.user import User
from kit.errors import NotFoundError
from kit.routing import Router

DOMAIN = "@made.example.com"

router = Router(prefix="/things")
plain = APIRouter(prefix="/plain")


class Thing(BaseModel):
    id: int | None = None
    name: str


def new_user(name: str) -> User:
    return User(email=f"{uuid4().hex}{DOMAIN}", hashed_password="-", full_name=name)


async def make(db: AsyncSession, name: str) -> Thing:
    user = new_user(name)
    db.add(user)
    await db.flush()
    return Thing(id=user.id, name=name)


async def count(db: AsyncSession) -> int:
    made = select(func.count()).select_from(User).where(User.email.endswith(DOMAIN))
    return await db.scalar(made) or 0


@router.post("", status_code=201)
async def create(db: IdempotentDbSession, thing: Thing) -> Thing:
    return await make(db, thing.name)


@router.post("/sync", status_code=201)
def create_sync(db: SyncIdempotentDbSession, thing: Thing) -> Thing:
    user = new_user(thing.name)
    db.add(user)
    db.flush()
    return Thing(id=user.id, name=thing.name)


@router.post("/others", status_code=201)
async def create_other(db: IdempotentDbSession, thing: Thing) -> Thing:
    return await make(db, thing.name)


@router.post("/without-a-body", status_code=204)
async def create_without_a_body(db: IdempotentDbSession) -> None:
    await make(db, "nameless")


@router.post("/located")
async def create_located(db: IdempotentDbSession, thing: Thing) -> Response:
    made = await make(db, thing.name)
    headers = {"Location": f"/things/{made.id}", "ETag": f'"{made.id}"'}
    return Response(b"<made/>", 202, headers, "application/xml")


@router.post("/by-admins", status_code=201)
async def create_by_admin(
    _: Annotated[User, Requires(Permission.USERS_WRITE)], db: IdempotentDbSession, thing: Thing
) -> Thing:
    return await make(db, thing.name)


@router.post("/failing", status_code=201)
async def create_or_fail(request: Request, db: IdempotentDbSession, thing: Thing) -> Thing:
    made = await make(db, thing.name)
    fail: Callable[[AsyncSession], Any] | None = getattr(request.app.state, "fail", None)
    if fail:
        fail(db)
    return made


@router.post("/streamed")
async def create_streamed(db: IdempotentDbSession) -> Response:
    await make(db, "streamed")
    return StreamingResponse(iter([b"made"]))


@router.post("/held", status_code=201)
async def create_when_told(request: Request, db: IdempotentDbSession, thing: Thing) -> Thing:
    request.app.state.has_begun.set()
    await request.app.state.may_end.wait()
    return await make(db, thing.name)


@plain.post("")
async def create_plain(db: IdempotentDbSession) -> None:
    await make(db, "plain")


def find_nothing(_: AsyncSession) -> None:
    raise NotFoundError("nothing here")


def break_down(_: AsyncSession) -> None:
    raise RuntimeError


def be_refused_at_the_commit(db: AsyncSession) -> None:
    db.add(User(email=None, hashed_password="-"))


FAILURES = [find_nothing, break_down, be_refused_at_the_commit]


def include_all(app: FastAPI) -> None:
    app.include_router(router)
    app.include_router(plain)
