"""APScheduler: jobs beside the requests, in the lifespan of a router of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import APIRouter, FastAPI
from sqlalchemy import func, select

from app.main import app
from app.models.user import User

counted: list[int] = []


async def count_users() -> None:
    async with app.state.database.async_session() as db:
        counted.append(await db.scalar(select(func.count()).select_from(User)) or 0)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    scheduler = AsyncIOScheduler()
    scheduler.add_job(count_users, "interval", seconds=0.2)
    scheduler.start()
    yield
    scheduler.shutdown()


router = APIRouter(lifespan=lifespan)


@router.get("/counted")
async def get_counted() -> list[int]:
    return counted


app.include_router(router)
