"""What keeps tests to the database of the run, and a client for tests in plain `def`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from app import main
from app.config import Settings, get_settings
from app.db.session import Database
from app.models.base import BaseModel
from tests.limitless import Limitless

# The developer's own: what stands in `.env`, or the default.
DEVELOPMENT = make_url(get_settings().database_url)


def _refuse_development(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "sqlite3.connect" or DEVELOPMENT.get_backend_name() != "sqlite":
        return
    if Path(str(arguments[0])).resolve() == Path(DEVELOPMENT.database or "").resolve():
        raise RuntimeError(f"{DEVELOPMENT.database} is not for tests: ask for `client`, or `app`")


sys.addaudithook(_refuse_development)


@pytest.fixture(scope="session", autouse=True)
def own_database(database_url: str) -> Iterator[None]:
    """Whatever makes an application or a database gets that of the run."""
    settings, database = get_settings(), main.app.state.database
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "database_url", database_url)
        main.app.state.database = Database(settings)
        yield
        main.app.state.database = database


@pytest.fixture
def sync_client(
    request: pytest.FixtureRequest, settings: Settings, has_short_ways: bool
) -> Iterator[TestClient]:
    """For tests in plain `def`: an application that starts, stops and commits for good."""
    if "app" in request.fixturenames:
        # It would have to wait for the end of the transaction that these share.
        pytest.fail("`sync_client` is for tests that ask for no `app`, `db` or other client")
    app = main.create_app(short_way=has_short_ways)
    app.state.rate_limiter = Limitless(app.state.settings)
    with TestClient(app) as client:
        yield client
    database = Database(settings)
    with database.session() as session:
        for table in reversed(BaseModel.metadata.sorted_tables):
            session.execute(table.delete())
        session.commit()
    database.engine.dispose()
