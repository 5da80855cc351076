"""Hashing takes long on purpose: alike for everybody, beside other requests, so many at a time."""

import os
from asyncio import gather
from collections.abc import Callable, Coroutine
from threading import Event
from typing import Any

import pytest
from anyio import create_task_group, wait_all_tasks_blocked
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import security
from app.core.security import hash_password, verify_password
from app.models.user import User
from tests.api.test_auth import URL, sign_in
from tests.factories.user import PASSWORD, create_user

PROCESSORS = os.cpu_count() or 1
PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$"

Work = Callable[[], Coroutine[Any, Any, object]]
both = pytest.mark.parametrize(
    "work", [lambda: hash_password("-"), lambda: verify_password("-", None)], ids=["hash", "verify"]
)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was computed: new hashes, and those that passwords were checked against."""
    computed: list[str] = []
    make, check = security._hasher.hash, security._hasher.verify_and_update

    def noted_hash(password: str) -> str:
        computed.append(make(password))
        return computed[-1]

    def noted_check(password: str, hashed: str) -> tuple[bool, str | None]:
        computed.append(hashed)
        return check(password, hashed)

    monkeypatch.setattr(security._hasher, "hash", noted_hash)
    monkeypatch.setattr(security._hasher, "verify_and_update", noted_check)
    return computed


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Until this is set, or in ten seconds, nothing is hashed; what is not in time is no hash."""
    allowed = Event()
    monkeypatch.setattr(security._hasher, "hash", lambda _: allowed.wait(10) and "hash")
    monkeypatch.setattr(
        security._hasher, "verify_and_update", lambda *_: (allowed.wait(10), "hash")
    )
    return allowed


async def test_every_failure_to_sign_in_takes_the_same_work(
    client: AsyncClient, db: AsyncSession, user: User, hashes: list[str]
) -> None:
    disabled = await create_user(db, is_active=False)

    for email in (user.email, "nobody@example.com", disabled.email):
        hashes.clear()
        await sign_in(client, email, "wrong password")

        assert [hashed.startswith(PARAMETERS) for hashed in hashes] == [True], email


@pytest.mark.usefixtures("mails")
async def test_registering_a_taken_address_takes_the_same_work(
    client: AsyncClient, user: User, hashes: list[str]
) -> None:
    for email in (user.email, "free@example.com"):
        hashes.clear()
        await client.post(f"{URL}/register", json={"email": email, "password": PASSWORD})

        assert [hashed.startswith(PARAMETERS) for hashed in hashes] == [True], email


@both
async def test_others_are_answered_meanwhile(work: Work, allowed: Event) -> None:
    async def other() -> None:
        allowed.set()

    hashed, _ = await gather(work(), other())

    assert hashed == "hash"


@both
async def test_as_many_are_made_at_a_time_as_there_are_processors(
    work: Work, allowed: Event
) -> None:
    async with create_task_group() as storm:
        for _ in range(PROCESSORS + 3):
            storm.start_soon(work)
        await wait_all_tasks_blocked()
        turns = security._turns.statistics()
        allowed.set()

    assert (turns.borrowed_tokens, turns.tasks_waiting) == (PROCESSORS, 3)
