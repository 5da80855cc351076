"""The two doors to the database, each behind a small application of its own."""

from asyncio import gather
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from fastapi import APIRouter, FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from app.config import Settings
from app.dependencies import AsyncDbSession, CurrentUser, DbSession
from app.models.user import User
from kit.db.compiled import rows_of
from kit.db.session import Database
from kit.errors import NotFoundError
from kit.http.error_handlers import add_error_handlers
from kit.routing import RouteIndex
from tests.conftest import signed_in
from tests.factories.user import create_user

DOMAIN = "@doors.example.com"

router = APIRouter()


class KeptError(NotFoundError):
    commits = True


def new_user(name: str) -> User:
    return User(email=name + DOMAIN, hashed_password="-")


@router.post("/sync/{name}")
def add(db: DbSession, name: str) -> None:
    db.add(new_user(name))


@router.post("/async/{name}")
async def add_async(db: AsyncDbSession, name: str) -> None:
    db.add(new_user(name))


@router.post("/sync/{name}/fail")
def add_and_fail(db: DbSession, name: str) -> None:
    db.add(new_user(name))
    db.flush()
    raise NotFoundError("nothing here")


@router.post("/async/{name}/fail")
async def add_and_fail_async(db: AsyncDbSession, name: str) -> None:
    db.add(new_user(name))
    await db.flush()
    raise NotFoundError("nothing here")


@router.post("/sync/{name}/fail-and-keep")
def add_and_keep(db: DbSession, name: str) -> None:
    db.add(new_user(name))
    raise KeptError("nothing here")


@router.post("/async/{name}/fail-and-keep")
async def add_and_keep_async(db: AsyncDbSession, name: str) -> None:
    db.add(new_user(name))
    raise KeptError("nothing here")


@router.post("/compiled/{name}/fail-and-keep")
async def add_and_keep_compiled(db: AsyncDbSession, name: str) -> None:
    await rows_of(User).insert(db, new_user(name))
    raise KeptError("nothing here")


@router.post("/async/{name}/fail-and-keep-what-failed")
async def fail_and_keep(db: AsyncDbSession, name: str) -> None:
    with suppress(IntegrityError):
        for _ in "12":
            await rows_of(User).insert(db, new_user(name))
    raise KeptError("nothing here")


@router.post("/signed-in/{name}")
def add_signed_in(db: DbSession, user: CurrentUser, name: str) -> str:
    db.add(new_user(name))
    return user.email


@router.get("/sync")
def count(db: DbSession) -> int:
    return db.scalar(select(func.count()).select_from(User)) or 0


@pytest.fixture
async def doors(database: Database, has_fast_path: bool) -> AsyncIterator[FastAPI]:
    app = FastAPI()
    app.state.database = database
    app.include_router(router)
    add_error_handlers(app)
    if has_fast_path:
        app.router.routes.insert(0, RouteIndex(app.routes))
    yield app
    async with database.async_session() as session:
        await session.execute(delete(User).where(User.email.endswith(DOMAIN)))
        await session.commit()


@pytest.fixture
async def caller(doors: FastAPI) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(doors), base_url="http://test") as client:
        yield client


async def stored(database: Database) -> int:
    async with database.async_session(read_only=True) as session:
        ours = select(func.count()).select_from(User).where(User.email.endswith(DOMAIN))
        return await session.scalar(ours) or 0


@pytest.mark.parametrize("door", ["sync", "async"])
class TestBothDoors:
    async def test_a_request_commits(
        self, caller: AsyncClient, database: Database, door: str
    ) -> None:
        response = await caller.post(f"/{door}/ada")

        assert response.status_code == 200
        assert await stored(database) == 1

    async def test_an_error_takes_everything_back(
        self, caller: AsyncClient, database: Database, door: str
    ) -> None:
        response = await caller.post(f"/{door}/ada/fail")

        assert response.status_code == 404
        assert await stored(database) == 0

    async def test_what_the_commit_refuses_is_never_answered_with_success(
        self, caller: AsyncClient, door: str
    ) -> None:
        await caller.post(f"/{door}/ada")

        response = await caller.post(f"/{door}/ada")

        assert response.status_code == 409
        assert response.json()["errors"][0]["field"] == "email"


@pytest.mark.parametrize("door", ["sync", "async", "compiled"])
class TestAnErrorThatCommits:
    async def test_it_is_answered_after_what_was_written_before_it_is_kept(
        self, caller: AsyncClient, database: Database, door: str
    ) -> None:
        response = await caller.post(f"/{door}/ada/fail-and-keep")

        assert response.status_code == 404
        assert await stored(database) == 1

    async def test_what_the_commit_refuses_is_answered_as_ever(
        self, caller: AsyncClient, database: Database, door: str
    ) -> None:
        await caller.post(f"/{door}/ada/fail-and-keep")

        response = await caller.post(f"/{door}/ada/fail-and-keep")

        assert response.status_code == 409
        assert response.json()["errors"][0]["field"] == "email"
        assert await stored(database) == 1


async def test_a_transaction_that_has_failed_is_not_taken_for_one_that_was_kept(
    caller: AsyncClient, database: Database
) -> None:
    with pytest.raises(PendingRollbackError):
        await caller.post("/async/ada/fail-and-keep-what-failed")

    assert await stored(database) == 0


async def test_the_current_user_goes_with_either_door(doors: FastAPI, database: Database) -> None:
    async with database.async_session() as session:
        user = await create_user(session, email=f"me{DOMAIN}")

    async with signed_in(doors, user) as client:
        response = await client.post("/signed-in/ada")

    assert response.json() == user.email
    assert await stored(database) == 2


async def test_many_at_once_do_not_block_the_sync_door(caller: AsyncClient) -> None:
    responses = await gather(*(caller.get("/sync") for _ in range(100)))

    assert {response.status_code for response in responses} == {200}


async def test_who_finds_the_sync_door_taken_may_come_again(
    doors: FastAPI, caller: AsyncClient, settings: Settings
) -> None:
    narrow = {"database_pool_size": 1, "database_pool_timeout": 0.01}
    database = doors.state.database = Database(settings.model_copy(update=narrow))

    async with database.turn():
        response = await caller.get("/sync")

    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
