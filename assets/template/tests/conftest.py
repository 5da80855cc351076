"""Fixtures of this project; `kit.testing.fixtures` has a database, an application and a client."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from app import main
from app.config import API_PREFIX, Settings, get_settings
from app.db import MIGRATIONS
from app.models.user import Role, User
from kit.mail import Mail
from kit.testing import Project
from tests.factories.user import create_user, start_session

pytest_plugins = ["kit.testing.fixtures"]


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(
        main.app,
        main.create_app,
        Settings,
        get_settings,
        MIGRATIONS,
        prefix=API_PREFIX,
        database="sqlite",
    )


@pytest.fixture
async def user(db: AsyncSession) -> User:
    return await create_user(db)


@pytest.fixture
async def user_client(app: FastAPI, user: User) -> AsyncIterator[AsyncClient]:
    async with signed_in(app, user) as client:
        yield client


@pytest.fixture
async def admin_client(app: FastAPI, db: AsyncSession) -> AsyncIterator[AsyncClient]:
    async with signed_in(app, await create_user(db, role=Role.ADMIN)) as client:
        yield client


@pytest.fixture
def mails(application: FastAPI) -> Iterator[list[Mail]]:
    """What would have been sent."""
    sent: list[Mail] = []

    class Collector:
        async def send(self, mail: Mail) -> None:
            sent.append(mail)

    mailer, application.state.mailer = application.state.mailer, Collector()
    yield sent
    application.state.mailer = mailer


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there was one: addresses are to be confirmed."""
    monkeypatch.setattr(get_settings(), "smtp_url", SecretStr("smtp://mail.example.com"))


@asynccontextmanager
async def signed_in(app: FastAPI, user: User, **transport: Any) -> AsyncIterator[AsyncClient]:
    async with app.state.database.async_session() as session:
        token = (await start_session(session, user)).access_token
    headers = {"Authorization": f"Bearer {token}"}
    asgi = ASGITransport(app, **transport)
    async with AsyncClient(transport=asgi, base_url="http://test", headers=headers) as client:
        yield client
