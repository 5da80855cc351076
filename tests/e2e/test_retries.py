"""Requests with an `Idempotency-Key`, to servers that die and to several at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest
from e2e.processes import Answer, Client, call, serving

from fastapi_backend_builder.cli import main

NOTES = "/api/v1/notes"
BODY = {"text": "once"}

# A server with `DIES` in its environment kills itself while it makes a note.
DYING = """
import os
import signal

from kit.db.compiled import CompiledSession

dies = os.environ.get("DIES")


class Dying:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        makes_a_note = scope.get("method") == "POST" and scope["path"] == "/api/v1/notes"

        async def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)

        if makes_a_note and dies == "before the commit":
            CompiledSession.commit = die
        await self.app(scope, receive, die if makes_a_note and dies == "after the commit" else send)


app.add_middleware(Dying)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("retries")
    assert main(["new", "notebook", "-C", str(folder)]) == 0
    project = folder / "notebook"
    assert main(["add", "resource", "Note", "text:str", "-C", str(project)]) == 0
    with (project / "app/main.py").open("a") as application:
        application.write(DYING)
    return project


def sign_in(client: Client) -> Client:
    client.register()
    client.headers["Idempotency-Key"] = "one"
    return client


@pytest.mark.parametrize(
    ("moment", "is_replayed"), [("before the commit", False), ("after the commit", True)]
)
def test_who_got_no_answer_from_a_server_that_died_asks_again(
    project: Path, database_url: str, moment: str, is_replayed: bool
) -> None:
    with serving(project, DATABASE_URL=database_url, DIES=moment) as client:
        sign_in(client)
        with pytest.raises(ConnectionError):
            client.post(NOTES, BODY)

    with serving(project, DATABASE_URL=database_url) as client:
        answers = [sign_in(client).post(NOTES, BODY) for _ in range(2)]
        notes = client.get(NOTES).body

    assert [answer.status for answer in answers] == [201, 201]
    assert ["idempotent-replayed" in answer.headers for answer in answers] == [is_replayed, True]
    assert notes["items"] == [answers[0].body] == [answers[1].body]


def test_two_servers_make_one_note(project: Path, postgresql: Callable[[], str]) -> None:
    url = postgresql()
    call(project, "alembic", "upgrade", "head", DATABASE_URL=url)

    def post(client: Client) -> Answer:
        return client.post(NOTES, BODY)

    with (
        serving(project, DATABASE_URL=url) as one,
        serving(project, DATABASE_URL=url) as other,
        ThreadPoolExecutor(20) as pool,
    ):
        servers = [sign_in(one), sign_in(other)]
        answers = list(pool.map(post, islice(cycle(servers), 20)))
        notes = one.get(NOTES).body

    made = [answer.body for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 409}
    assert notes["items"] == made[:1]
    assert all(note == made[0] for note in made)
