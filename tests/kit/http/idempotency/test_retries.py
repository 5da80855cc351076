"""A request that is sent again under its key."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import Role, User
from kit.models.idempotency_key import IdempotencyKey
from tests.factories.user import create_user
from tests.kit.http.idempotency.conftest import ClientOf
from tests.kit.http.idempotency.routes import FAILURES, count

KEY = {"Idempotency-Key": "8e03978e-40d5-43e6-bc93-6894a57f9324"}
ADA = {"name": "Ada"}


class TestTheFirstAnswer:
    async def test_is_given_again(self, maker: AsyncClient) -> None:
        first = await maker.post("/things", json=ADA, headers=KEY)

        again = await maker.post("/things", json=ADA, headers=KEY)

        assert (again.status_code, again.json()) == (201, first.json())
        assert again.headers["idempotent-replayed"] == "true"
        assert "idempotent-replayed" not in first.headers

    async def test_keeps_its_headers(self, maker: AsyncClient) -> None:
        first = await maker.post("/things/located", json=ADA, headers=KEY)

        again = await maker.post("/things/located", json=ADA, headers=KEY)

        del again.headers["idempotent-replayed"]
        assert (again.status_code, again.content) == (202, b"<made/>")
        assert again.headers == first.headers

    async def test_may_have_no_body(self, maker: AsyncClient) -> None:
        await maker.post("/things/without-a-body", headers=KEY)

        again = await maker.post("/things/without-a-body", headers=KEY)

        assert (again.status_code, again.content) == (204, b"")

    async def test_is_all_that_is_done(self, maker: AsyncClient, db: AsyncSession) -> None:
        for _ in range(3):
            await maker.post("/things", json=ADA, headers=KEY)

        assert await count(db) == 1

    async def test_is_for_this_user_alone(
        self, maker: AsyncClient, client_of: ClientOf, db: AsyncSession
    ) -> None:
        first = await maker.post("/things", json=ADA, headers=KEY)

        async with client_of(await create_user(db)) as other:
            answer = await other.post("/things", json=ADA, headers=KEY)

        assert answer.json()["id"] != first.json()["id"]

    async def test_is_not_for_who_has_been_disabled(
        self, maker: AsyncClient, user: User, db: AsyncSession
    ) -> None:
        await maker.post("/things", json=ADA, headers=KEY)
        user.is_active = False
        await db.commit()

        assert (await maker.post("/things", json=ADA, headers=KEY)).status_code == 401

    async def test_is_not_for_who_may_not_ask_any_more(
        self, client_of: ClientOf, db: AsyncSession
    ) -> None:
        admin = await create_user(db, role=Role.ADMIN)
        async with client_of(admin) as client:
            first = await client.post("/things/by-admins", json=ADA, headers=KEY)
            admin.role = Role.USER
            await db.commit()
            again = await client.post("/things/by-admins", json=ADA, headers=KEY)

        assert (first.status_code, again.status_code) == (201, 403)


class TestAnotherRequest:
    @pytest.mark.parametrize(
        ("path", "body"),
        [("", {"name": "Bea"}), ("/others", ADA), ("?as=draft", ADA), ("", {"nothing": "valid"})],
    )
    async def test_with_the_same_key_is_refused(
        self, maker: AsyncClient, db: AsyncSession, path: str, body: dict[str, str]
    ) -> None:
        await maker.post("/things", json=ADA, headers=KEY)

        answer = await maker.post(f"/things{path}", json=body, headers=KEY)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
        assert answer.json()["errors"][0]["location"] == "header"
        assert await count(db) == 1

    async def test_with_another_key_is_carried_out(
        self, maker: AsyncClient, db: AsyncSession
    ) -> None:
        for key in ("one", "two"):
            await maker.post("/things", json=ADA, headers={"Idempotency-Key": key})

        assert await count(db) == 2

    async def test_without_a_key_is_carried_out(self, maker: AsyncClient, db: AsyncSession) -> None:
        for _ in range(2):
            await maker.post("/things", json=ADA)

        assert await count(db) == 2


class TestAFailure:
    @pytest.mark.parametrize("failure", FAILURES)
    async def test_leaves_its_key_free(
        self,
        things: FastAPI,
        maker: AsyncClient,
        db: AsyncSession,
        failure: Callable[[AsyncSession], Any],
    ) -> None:
        things.state.fail = failure
        failed = await maker.post("/things/failing", json=ADA, headers=KEY)
        things.state.fail = None

        again = await maker.post("/things/failing", json=ADA, headers=KEY)

        assert failed.is_error
        assert again.status_code == 201
        assert await count(db) == 1

    async def test_to_keep_the_answer_undoes_what_was_done(
        self, maker: AsyncClient, db: AsyncSession
    ) -> None:
        answer = await maker.post("/things/streamed", headers=KEY)

        assert answer.status_code == 500
        assert await count(db) == 0

    async def test_is_all_that_a_route_gives_that_cannot_keep_answers(
        self, things: FastAPI, maker: AsyncClient, db: AsyncSession
    ) -> None:
        answer = await maker.post("/plain", headers=KEY)

        assert answer.status_code == 500
        assert await count(db) == 0


@pytest.mark.parametrize("key", ["", "two words", "f\xfcr", "k" * 256, "k" * 1_000_000, "\x7f"])
async def test_a_key_that_is_none_is_refused(maker: AsyncClient, key: str) -> None:
    answer = await maker.post(
        "/things", json=ADA, headers={b"Idempotency-Key": key.encode("latin-1")}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_keys_go_with_their_user(maker: AsyncClient, user: User, db: AsyncSession) -> None:
    await maker.post("/things", json=ADA, headers=KEY)

    await db.execute(delete(User).where(User.id == user.id))

    assert await db.scalar(select(func.count()).select_from(IdempotencyKey)) == 0
