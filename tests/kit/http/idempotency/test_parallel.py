"""Requests with one key at the same time."""

from asyncio import Event, gather, timeout
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.models.user import User
from kit.db.session import Database
from kit.models.idempotency_key import IdempotencyKey
from kit.services.idempotency import KEPT_FOR
from tests.kit.http.idempotency.routes import count
from tests.kit.idempotency_keys import kept_answer

pytestmark = pytest.mark.commits

ADA = {"name": "Ada"}


@pytest.fixture
def postgresql(settings: Settings) -> None:
    """On SQLite who writes waits for its turn."""
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("this happens on PostgreSQL alone")


@pytest.fixture
async def narrow(things: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """Two connections, of which the first request holds one."""
    small = Database(settings.model_copy(update={"database_pool_size": 2}))
    things.state.database = small
    yield
    await small.dispose()


async def post(client: AsyncClient, path: str = "/things", key: str = "one") -> Response:
    return await client.post(path, json=ADA, headers={"Idempotency-Key": key})


@pytest.mark.parametrize("path", ["/things", "/things/sync"])
async def test_make_one_row(maker: AsyncClient, db: AsyncSession, path: str) -> None:
    answers = await gather(*(post(maker, path) for _ in range(10)))

    made = [answer for answer in answers if answer.status_code == 201]
    early = [answer for answer in answers if answer.status_code != 201]
    assert {(answer.status_code, answer.headers["retry-after"]) for answer in early} <= {(409, "1")}
    assert len({answer.json()["id"] for answer in made}) == 1
    assert await count(db) == 1


async def test_with_keys_of_their_own_make_one_each(maker: AsyncClient, db: AsyncSession) -> None:
    answers = await gather(*(post(maker, key=str(number)) for number in range(10)))

    assert {answer.status_code for answer in answers} == {201}
    assert await count(db) == 10


@pytest.mark.usefixtures("postgresql")
async def test_do_not_wait_for_each_other_to_forget_what_is_over(
    maker: AsyncClient, user: User, db: AsyncSession
) -> None:
    db.add(kept_answer(user, "over", KEPT_FOR * 2))
    await db.commit()
    await db.execute(select(IdempotencyKey).with_for_update())

    async with timeout(30):
        answer = await post(maker)

    assert answer.status_code == 201


@pytest.mark.usefixtures("postgresql", "narrow")
async def test_that_come_too_early_are_told_to_wait(
    things: FastAPI, maker: AsyncClient, db: AsyncSession
) -> None:
    things.state.has_begun, things.state.may_end = Event(), Event()

    async def early() -> list[Response]:
        await things.state.has_begun.wait()
        answers = await gather(*(post(maker, "/things/held") for _ in range(20)))
        things.state.may_end.set()
        return answers

    async with timeout(30):
        first, answers = await gather(post(maker, "/things/held"), early())
    late = await post(maker, "/things/held")

    assert {answer.status_code for answer in answers} == {409}
    assert {answer.headers["retry-after"] for answer in answers} == {"1"}
    assert late.json() == first.json()
    assert await count(db) == 1
