from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import text

from app.config import API_PREFIX, Settings
from kit.db.session import Database

NOWHERE = Settings(_env_file=None, database_url="postgresql://u:p@127.0.0.1:1/none")


async def test_a_living_process_says_so(client: AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok"}


async def test_it_is_ready_when_the_database_answers(client: AsyncClient) -> None:
    assert (await client.get("/health/ready")).status_code == 200


NEWER = "INSERT INTO alembic_version VALUES ('of a newer release')"


@pytest.fixture
def change(app: FastAPI) -> Callable[..., Awaitable[None]]:
    """Do something to the table in which Alembic keeps where a database is."""

    async def execute(*statements: str) -> None:
        async with app.state.database.async_session() as session:
            for statement in statements:
                await session.execute(text(statement))
            await session.commit()

    return execute


class TestMigrations:
    @pytest.mark.parametrize(
        ("statement", "reason"),
        [
            ("ALTER TABLE alembic_version RENAME TO elsewhere", "alembic_version"),
            ("DELETE FROM alembic_version", "at no revision: run `alembic upgrade head`"),
            ("UPDATE alembic_version SET version_num = '2f6d0c9a41b7'", "at 2f6d0c9a41b7: run"),
        ],
        ids=["without tables", "empty", "behind"],
    )
    async def test_a_database_without_what_the_code_needs_is_not_ready(
        self,
        client: AsyncClient,
        change: Callable[..., Awaitable[None]],
        caplog: pytest.LogCaptureFixture,
        statement: str,
        reason: str,
    ) -> None:
        await change(statement)

        response = await client.get("/health/ready")

        assert response.status_code == 503
        assert response.json()["detail"] == "The database is not ready"
        assert reason in caplog.text
        assert (await client.get("/health")).status_code == 200

    @pytest.mark.parametrize("statements", [("DELETE FROM alembic_version", NEWER), (NEWER,)])
    async def test_a_database_of_a_newer_release_is(
        self,
        client: AsyncClient,
        change: Callable[..., Awaitable[None]],
        statements: tuple[str, ...],
    ) -> None:
        await change(*statements)

        assert (await client.get("/health/ready")).status_code == 200


async def test_it_is_alive_but_not_ready_without_a_database(
    client: AsyncClient, app: FastAPI
) -> None:
    app.state.database = Database(NOWHERE)

    assert (await client.get("/health")).status_code == 200
    assert (await client.get("/health/ready")).status_code == 503


async def test_without_a_database_a_request_may_come_again(
    user_client: AsyncClient, app: FastAPI
) -> None:
    app.state.database = Database(NOWHERE)

    response = await user_client.get(f"{API_PREFIX}/users/me")

    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
