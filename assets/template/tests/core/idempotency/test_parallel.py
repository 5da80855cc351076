"""Requests with one key at the same time."""

from asyncio import Event, gather, timeout

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.db.session import Database
from app.models.idempotency_key import IdempotencyKey
from app.models.user import User
from app.services.idempotency import KEPT_FOR
from tests.core.idempotency.routes import count
from tests.factories.idempotency_key import kept_answer

pytestmark = pytest.mark.commits

ADA = {"name": "Ada"}


async def post(client: AsyncClient, path: str = "/things", key: str = "one") -> Response:
    return await client.post(path, json=ADA, headers={"Idempotency-Key": key})


async def test_make_one_row(maker: AsyncClient, db: AsyncSession) -> None:
    answers = await gather(*(post(maker) for _ in range(10)))

    made = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in made}) == 1
    assert await count(db) == 1


async def test_with_keys_of_their_own_make_one_each(maker: AsyncClient, db: AsyncSession) -> None:
    answers = await gather(*(post(maker, key=str(number)) for number in range(10)))

    assert {answer.status_code for answer in answers} == {201}
    assert await count(db) == 10


async def test_do_not_wait_for_each_other_to_forget_what_is_over(
    maker: AsyncClient, db: AsyncSession, user: User
) -> None:
    db.add_all(kept_answer(user, f"old {number}", KEPT_FOR * 2) for number in range(10))
    await db.commit()

    answers = await gather(*(post(maker, key=f"new-{number}") for number in range(10)))

    assert {answer.status_code for answer in answers} == {201}
    keys = await db.scalars(select(IdempotencyKey.key))
    assert set(keys) == {f"new-{number}" for number in range(10)}


async def test_that_come_too_early_are_told_to_wait(
    things: FastAPI, maker: AsyncClient, db: AsyncSession, settings: Settings
) -> None:
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("on SQLite they wait for their turn to write")
    # Of two connections the first request holds one: the others must not wait on theirs.
    database = things.state.database = Database(
        settings.model_copy(update={"database_pool_size": 2})
    )
    things.state.has_begun, things.state.may_end = Event(), Event()

    async def early() -> list[Response]:
        await things.state.has_begun.wait()
        answers = await gather(*(post(maker, "/things/held") for _ in range(20)))
        things.state.may_end.set()
        return answers

    async with timeout(30):
        first, answers = await gather(post(maker, "/things/held"), early())
    late = await post(maker, "/things/held")
    await database.dispose()

    assert {answer.status_code for answer in answers} == {409}
    assert {answer.headers["retry-after"] for answer in answers} == {"1"}
    assert late.json() == first.json()
    assert await count(db) == 1
