"""Tests have a database of their own, and clients for `async def` and plain `def`."""

import sqlite3
from typing import cast

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import func, make_url, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.testclient import TestClient

from app.config import Settings, get_settings
from app.dependencies import SignedIn, get_current_user
from app.main import app, create_app
from app.models.user import Role, User

DEVELOPMENT = make_url(Settings().database_url)
ADA = {"email": "ada@example.com", "password": "correct horse battery"}


async def _users(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(User)) or 0


async def test_it_is_the_one_of_whatever_is_made(settings: Settings) -> None:
    urls = {get_settings().database_url, create_app().state.settings.database_url}

    assert urls == {settings.database_url}
    for database in (app.state.database, create_app().state.database):
        assert database.engine.url.database == database.async_engine.url.database
        assert str(database.engine.url.database) in settings.database_url


@pytest.mark.skipif(DEVELOPMENT.get_backend_name() != "sqlite", reason="there is no such file")
def test_that_of_the_developer_cannot_be_opened() -> None:
    with pytest.raises(RuntimeError, match="not for tests"):
        sqlite3.connect(DEVELOPMENT.database or "")


class TestSyncClient:
    """Before, between and after tests in `async def`."""

    async def test_others_find_the_database_empty(self, db: AsyncSession) -> None:
        assert await _users(db) == 0

    def test_it_starts_the_application_and_commits(self, sync_client: TestClient) -> None:
        assert sync_client.get("/health/ready").status_code == 200
        assert sync_client.post("/api/v1/auth/register", json=ADA).status_code == 202

        signed_in = sync_client.post(
            "/api/v1/auth/login", data={"username": ADA["email"], "password": ADA["password"]}
        )
        assert signed_in.status_code == 200

    async def test_others_find_it_empty_again(self, db: AsyncSession, client: AsyncClient) -> None:
        assert await _users(db) == 0
        assert (await client.get("/health/ready")).status_code == 200

    @pytest.mark.usefixtures("client")
    async def test_it_is_refused_beside_another(self, request: pytest.FixtureRequest) -> None:
        with pytest.raises(pytest.fail.Exception, match="no `app`, `db` or other client"):
            request.getfixturevalue("sync_client")


@pytest.mark.parametrize(("role", "status"), [(Role.USER, 403), (Role.ADMIN, 200)])
def test_a_user_can_be_put_in_place_of_the_one_who_is_signed_in(
    sync_client: TestClient, role: Role, status: int
) -> None:
    user = User(id=1, email="ada@example.com", role=role)
    app = cast(FastAPI, sync_client.app)
    app.add_api_route("/closed", lambda: None, dependencies=[SignedIn])
    app.dependency_overrides[get_current_user] = lambda: user

    assert sync_client.get("/closed").status_code == 200
    assert sync_client.get("/api/v1/users").status_code == status
