"""Thousands of requests, as its own OpenAPI document would have them and as it would not."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.processes import Client, call, serving

HERE = Path(__file__).parent
SCHEMATHESIS = HERE.parent / ".venv/audit/bin/schemathesis"
FACTORY_PASSWORD = "correct horse battery"
STATEFUL_SECONDS = "20"  # it goes on as long as it may


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, project: Path, tmp_path: Path) -> str:
    """Of a database with users and a row of each resource."""
    url = f"sqlite:///{tmp_path}/audit.db"
    if request.param == "postgresql":
        new_database: Callable[[], str] = request.getfixturevalue("postgresql")
        url = new_database()
    call(project, "alembic", "upgrade", "head", DATABASE_URL=url)
    call(project, sys.executable, str(HERE / "rows.py"), DATABASE_URL=url, PYTHONPATH=str(project))
    return url


@pytest.mark.parametrize("role", ["admin", "user"])
def test_what_it_answers_is_what_it_documents(project: Path, database_url: str, role: str) -> None:
    signed_in = {"EMAIL": f"{role}@example.com", "PASSWORD": FACTORY_PASSWORD}
    stateful = ("--phases", "stateful", "--max-time", STATEFUL_SECONDS)
    with serving(project, DATABASE_URL=database_url) as client:
        ask(client, "schemathesis.toml", "--phases", "examples,coverage,fuzzing", **signed_in)
        ask(client, "schemathesis.toml", *stateful, **signed_in)


def test_nobody_reads_what_belongs_to_another(project: Path, database_url: str) -> None:
    check = ("--checks", "object_level_authorization")
    with serving(project, DATABASE_URL=database_url) as client:
        ask(client, "peers.toml", "--phases", "fuzzing", *check)


def ask(client: Client, config: str, *options: str, **variables: str) -> None:
    run = ("--config-file", config, "run", f"{client.url}/openapi.json")
    call(HERE, str(SCHEMATHESIS), *run, *options, **variables)
