"""Writes on the condition that nobody else has written, in transactions of their own."""

from asyncio import create_task, gather
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from app.services.user import UserService
from kit.errors import NotFoundError, PreconditionFailedError
from kit.models.etag import ETags, etag_of
from tests.conftest import signed_in

pytestmark = pytest.mark.commits

ME = "/api/v1/users/me"


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[UserService]:
    """Somebody else."""
    async with app.state.database.async_session() as db:
        yield UserService(db)


@pytest.fixture
def service(db: AsyncSession) -> UserService:
    return UserService(db)


@pytest.fixture
def known(user: User) -> ETags:
    """What the client has seen."""
    return frozenset({etag_of(user)})


async def test_what_has_been_seen_is_changed(
    service: UserService, user: User, known: ETags
) -> None:
    assert (await service.change(user, {"full_name": "Ada"}, known)).full_name == "Ada"


async def test_what_has_been_seen_is_removed(
    service: UserService, user: User, known: ETags
) -> None:
    await service.remove(user, known)

    with pytest.raises(NotFoundError):
        await service.get_or_404(user.id)


async def test_what_has_changed_is_not_changed(
    service: UserService, other: UserService, user: User, known: ETags
) -> None:
    await other.change(await other.get_or_404(user.id), {"full_name": "Bea"})
    await other.db.commit()

    with pytest.raises(PreconditionFailedError, match="get it again"):
        await service.change(user, {"full_name": "Ada"}, known)


async def test_what_has_changed_is_not_removed(
    service: UserService, other: UserService, user: User, known: ETags
) -> None:
    await other.change(await other.get_or_404(user.id), {"full_name": "Bea"})
    await other.db.commit()

    with pytest.raises(PreconditionFailedError):
        await service.remove(user, known)


@pytest.mark.parametrize("seen", ["known", "never"])
async def test_what_is_gone_is_not_found(
    service: UserService, other: UserService, user: User, known: ETags, seen: str
) -> None:
    await other.remove(await other.get_or_404(user.id))
    await other.db.commit()

    with pytest.raises(NotFoundError):
        await service.change(user, {}, known if seen == "known" else frozenset())


async def test_who_comes_second_is_refused(
    service: UserService, other: UserService, user: User, known: ETags
) -> None:
    theirs = await other.get_or_404(user.id)
    await service.change(user, {"full_name": "Ada"}, known)
    second = create_task(other.change(theirs, {"full_name": "Bea"}, known))
    await service.db.commit()

    with pytest.raises(PreconditionFailedError):
        await second


async def test_of_many_at_once_one_wins(app: FastAPI, user: User, known: ETags) -> None:
    headers = {"If-Match": ", ".join(known)}
    async with signed_in(app, user) as client:
        answers = await gather(
            *(client.patch(ME, json={"full_name": f"{n}"}, headers=headers) for n in range(8))
        )

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}
