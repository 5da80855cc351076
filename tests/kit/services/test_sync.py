"""Services on a Session, beside those on an AsyncSession: two doors to the same rows."""

from asyncio import gather, timeout
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app.config import Settings
from app.dependencies import AsyncDbSession, DbSession, IfMatch
from app.models.user import User
from app.models.user_session import UserSession
from app.schemas.user import UserResponse
from kit.db.session import MAX_TURNS, Database
from kit.errors import NotFoundError
from kit.http.error_handlers import add_error_handlers
from kit.models.base import utc_now
from kit.models.etag import etag_of
from kit.routing import RouteIndex, Router
from kit.services.base import BaseService
from kit.services.sync import SyncOwnedService, SyncService
from kit.testing.patience import PATIENCE, patient_database
from tests.factories.user import create_user

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]

DOORS = ("async", "sync")

router = Router()


class _Users(BaseService[User]):
    model = User


class _SyncUsers(SyncService[User]):
    model = User


class _Sessions(SyncOwnedService[UserSession]):
    model = UserSession


def _new(name: str) -> User:
    return User(email=f"{name}@doors.example.com", hashed_password="-")


@router.post("/async/{name}", response_model=UserResponse)
async def make(db: AsyncDbSession, name: str) -> User:
    return await _Users(db).add(_new(name))


@router.post("/sync/{name}", response_model=UserResponse)
def make_sync(db: DbSession, name: str) -> User:
    return _SyncUsers(db).add(_new(name))


@router.patch("/async/{id}/{name}", response_model=UserResponse)
async def rename(db: AsyncDbSession, id: int, name: str, if_match: IfMatch) -> User:
    service = _Users(db)
    return await service.change(await service.get_or_404(id), {"full_name": name}, if_match)


@router.patch("/sync/{id}/{name}", response_model=UserResponse)
def rename_sync(db: DbSession, id: int, name: str, if_match: IfMatch) -> User:
    service = _SyncUsers(db)
    return service.change(service.get_or_404(id), {"full_name": name}, if_match)


@router.delete("/sync/{id}", status_code=204)
def remove_sync(db: DbSession, id: int) -> None:
    service = _SyncUsers(db)
    service.remove(service.get_or_404(id))


@pytest.fixture
def pool_size() -> int:
    """More connections than turns."""
    return 2 * MAX_TURNS


@pytest.fixture
async def patient(settings: Settings, pool_size: int) -> AsyncIterator[Database]:
    """There is time to wait for a connection."""
    database = patient_database(settings, database_pool_size=pool_size)
    yield database
    await database.dispose()


@pytest.fixture
async def caller(patient: Database) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.state.database = patient
    app.include_router(router)
    app.router.routes.insert(0, RouteIndex(app.routes))
    add_error_handlers(app)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.mark.parametrize("pool_size", [1, 2 * MAX_TURNS])
async def test_a_storm_at_both_doors_loses_nothing(caller: AsyncClient) -> None:
    async with timeout(PATIENCE):
        answers = await gather(
            *(caller.post(f"/{door}/{door}{number}") for number in range(60) for door in DOORS)
        )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 120


async def test_who_waits_for_a_row_leaves_threads_to_who_has_it(
    caller: AsyncClient, user: User
) -> None:
    async with timeout(PATIENCE):
        answers = await gather(
            *(caller.patch(f"/{DOORS[n % 2]}/{user.id}/name{n}") for n in range(100))
        )

    assert {answer.status_code for answer in answers} == {200}


async def test_of_many_at_both_doors_one_wins(caller: AsyncClient, user: User) -> None:
    headers = {"If-Match": etag_of(user)}

    answers = await gather(
        *(caller.patch(f"/{DOORS[n % 2]}/{user.id}/{n}", headers=headers) for n in range(8))
    )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}


async def test_of_many_who_delete_a_row_the_others_find_none(
    caller: AsyncClient, user: User
) -> None:
    answers = await gather(*(caller.delete(f"/sync/{user.id}") for _ in range(8)))

    assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 7}


async def test_what_belongs_to_another_is_as_good_as_not_there(
    database: Database, user: User
) -> None:
    async with database.async_session() as db:
        other = await create_user(db)
    with database.session() as session:
        values = dict.fromkeys(("hashed_family", "hashed_secret"), "-")
        moments = dict.fromkeys(("last_used_at", "expires_at"), utc_now())
        mine = _Sessions(session, user).add(UserSession(**values, **moments, user_id=other.id))

        assert mine.user_id == user.id
        assert _Sessions(session, user).get_or_404(mine.id) is mine
        with pytest.raises(NotFoundError):
            _Sessions(session, other).get_or_404(mine.id)
