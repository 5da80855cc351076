"""Endpoints whose work goes on after their answer has begun."""

from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select

from app.dependencies import AsyncDbSession, DbSession, StreamDbSession, SyncStreamDbSession
from app.models.user import User
from kit.db.compiled import Query, rows_of

COUNT = select(func.count()).select_from(User)
COMPILED_COUNT = Query(COUNT)

router = APIRouter()


def ada() -> User:
    return User(email="ada@example.com", hashed_password="-")


@router.get("/ended/async/ordinary")
async def stream(db: AsyncDbSession) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        yield str(await db.scalar(COUNT))

    return StreamingResponse(parts())


@router.get("/ended/async/compiled")
async def stream_compiled(db: AsyncDbSession) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        yield str(await COMPILED_COUNT.one(db))

    return StreamingResponse(parts())


@router.get("/ended/async/lines")
async def stream_lines(db: AsyncDbSession) -> AsyncIterator[int]:
    yield await COMPILED_COUNT.one(db)


@router.post("/ended/async/insert")
async def insert_later(db: AsyncDbSession, tasks: BackgroundTasks) -> None:
    tasks.add_task(rows_of(User).insert, db, ada())


@router.post("/ended/async/add")
async def add_later(db: AsyncDbSession, tasks: BackgroundTasks) -> None:
    async def add() -> None:
        db.add(ada())

    tasks.add_task(add)


@router.post("/ended/async/commit")
async def commit_later(db: AsyncDbSession, tasks: BackgroundTasks) -> None:
    tasks.add_task(db.commit)


@router.get("/ended/sync/ordinary")
def stream_sync(db: DbSession) -> StreamingResponse:
    def parts() -> Iterator[str]:
        yield str(db.scalar(COUNT))

    return StreamingResponse(parts())


@router.post("/ended/sync/add")
def add_later_sync(db: DbSession, tasks: BackgroundTasks) -> None:
    tasks.add_task(db.add, ada())


@router.get("/own/async")
async def stream_own(stream_db: StreamDbSession) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        for _ in range(2):
            async with stream_db() as db:
                yield str(await db.scalar(COUNT))

    return StreamingResponse(parts())


@router.get("/own/sync")
def stream_own_sync(stream_db: SyncStreamDbSession) -> StreamingResponse:
    def parts() -> Iterator[str]:
        for _ in range(2):
            with stream_db() as db:
                yield str(db.scalar(COUNT))

    return StreamingResponse(parts())


@router.post("/own/async")
async def write_later(stream_db: StreamDbSession, tasks: BackgroundTasks) -> None:
    async def write() -> None:
        async with stream_db() as db:
            db.add(ada())

    tasks.add_task(write)


@router.post("/own/sync")
def write_later_sync(stream_db: SyncStreamDbSession, tasks: BackgroundTasks) -> None:
    def write() -> None:
        with stream_db() as db:
            db.add(ada())

    tasks.add_task(write)


@router.get("/open/async")
async def stream_without_end(stream_db: StreamDbSession) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        async with stream_db() as db:
            while True:
                yield str(await db.scalar(COUNT))

    return StreamingResponse(parts())


@router.get("/open/sync")
def stream_without_end_sync(stream_db: SyncStreamDbSession) -> StreamingResponse:
    def parts() -> Iterator[str]:
        with stream_db() as db:
            while True:
                yield str(db.scalar(COUNT))

    return StreamingResponse(parts())


@router.get("/count")
async def count(db: AsyncDbSession) -> int:
    return await db.scalar(COUNT) or 0


@router.get("/count/sync")
def count_sync(db: DbSession) -> int:
    return db.scalar(COUNT) or 0
