from fastapi import FastAPI
from httpx2 import AsyncClient

from app.config import Settings
from app.db.session import Database

NOWHERE = Settings(_env_file=None, database_url="postgresql://u:p@127.0.0.1:1/none")


async def test_a_living_process_says_so(client: AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "ok"}


async def test_it_is_ready_when_the_database_answers(client: AsyncClient) -> None:
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

    response = await user_client.get("/api/v1/users/me")

    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
