"""One migrated database for the run, one transaction for each test, rolled back at its end.

A project has them by `pytest_plugins = ["kit.testing.fixtures"]` in its `tests/conftest.py`, and a
fixture `project` there. A test of endpoints on `DbSession`, which run in a thread and on a
connection of their own, is marked with `commits`: it commits for good, and afterwards every row
of every table is deleted.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.testclient import TestClient

from kit.db.migrate import upgrade
from kit.db.session import Database
from kit.models.base import BaseModel
from kit.settings import KitSettings
from kit.testing.development import refuse
from kit.testing.limitless import Limitless
from kit.testing.patience import patient_database
from kit.testing.project import Project
from kit.testing.rolled_back import OrdinaryDatabase, RolledBackDatabase
from kit.testing.servers import database_urls


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        help="where the tests run, unless TEST_DATABASE_URL says it; by default, as `project` does",
    )
    parser.addoption(
        "--fast-path",
        choices=["on", "off"],
        default="on",
        help="off: requests by FastAPI's own routing, statements by SQLAlchemy's own session",
    )


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def database_url(
    request: pytest.FixtureRequest, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    kind = request.config.getoption("--database") or project.database
    yield from database_urls(kind, tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session", autouse=True)
def own_database(project: Project, database_url: str) -> Iterator[None]:
    """Whatever makes an application or a database gets that of the run."""
    settings, state = project.get_settings(), project.app.state
    refuse(make_url(settings.database_url))
    database = state.database
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "database_url", database_url)
        state.database = Database(settings)
        yield
        state.database = database


@pytest.fixture(scope="session")
def settings(project: Project, database_url: str) -> KitSettings:
    """Of development, whatever the environment says."""
    settings = project.settings(
        _env_file=None, environment="development", database_url=database_url
    )
    upgrade(settings, project.migrations)
    return settings


@pytest.fixture(scope="session")
async def database(settings: KitSettings) -> AsyncIterator[Database]:
    database = patient_database(settings)
    yield database
    await database.dispose()


@pytest.fixture(scope="session")
def has_fast_path(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--fast-path") == "on")


@pytest.fixture(scope="session")
def application(project: Project, has_fast_path: bool) -> FastAPI:
    application = project.create_app(fast_path=has_fast_path)
    application.state.rate_limiter = Limitless(application.state.settings)
    return application


@pytest.fixture
async def app(
    request: pytest.FixtureRequest,
    application: FastAPI,
    settings: KitSettings,
    database: Database,
    has_fast_path: bool,
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
        kind = RolledBackDatabase if has_fast_path else OrdinaryDatabase
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
async def db(app: FastAPI) -> AsyncIterator[AsyncSession]:
    async with app.state.database.async_session() as session:
        yield session


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """Nobody: requests without a token."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture
def sync_client(
    request: pytest.FixtureRequest, project: Project, settings: KitSettings, has_fast_path: bool
) -> Iterator[TestClient]:
    """For tests in plain `def`: an application that starts, stops and commits for good."""
    if "app" in request.fixturenames:
        # It would have to wait for the end of the transaction that these share.
        pytest.fail("`sync_client` is for tests that ask for no `app`, `db` or other client")
    app = project.create_app(fast_path=has_fast_path)
    app.state.rate_limiter = Limitless(app.state.settings)
    with TestClient(app) as client:
        yield client
    database = Database(settings)
    with database.session() as session:
        for table in reversed(BaseModel.metadata.sorted_tables):
            session.execute(table.delete())
        session.commit()
    database.engine.dispose()
