"""A server behind a PgBouncer in transaction mode, with one connection for all its clients."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from e2e.notebook import PATHS, make_notebook
from e2e.pgbouncer import pooler
from e2e.processes import Client, call, create_admin, serving

CLIENTS = 4  # of each path
ROUNDS = 5


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, postgresql: Callable[[], str]
) -> Iterator[Client]:
    direct = postgresql()
    with pooler(direct, tmp_path_factory.mktemp("pgbouncer")) as pooled:
        project = make_notebook(tmp_path_factory.mktemp("pooler"))
        settings = {
            "DATABASE_URL": pooled,
            "DATABASE_POOLER": "transaction",
            "DATABASE_DIRECT_URL": direct,
        }
        call(project, "alembic", "upgrade", "head", **settings)
        create_admin(project, **settings)
        with serving(project, **settings) as client:
            client.sign_in()
            yield client


def write_and_read(client: Client, path: str) -> Counter[int]:
    statuses: Counter[int] = Counter()
    for number in range(ROUNDS):
        written = client.post(path, {"text": f"number {number}"})
        read = client.get(path)
        statuses.update([written.status, read.status])
    return statuses


def test_all_that_is_asked_at_once_is_answered(client: Client) -> None:
    with ThreadPoolExecutor(CLIENTS * len(PATHS)) as pool:
        work = [pool.submit(write_and_read, client, path) for path in CLIENTS * PATHS]
        statuses = sum((part.result() for part in work), Counter[int]())

    count = CLIENTS * len(PATHS) * ROUNDS
    assert statuses == {200: count, 201: count}


def test_what_was_written_is_there(client: Client) -> None:
    before = client.get(PATHS[0]).body["total"]
    for path in PATHS[:2]:
        client.post(path, {"text": "one more"})

    assert client.get(PATHS[0]).body["total"] == before + 2


def test_a_request_that_is_refused_disturbs_nobody(client: Client) -> None:
    for path in PATHS:
        assert client.post(path, {"text": "\0"}).status == 422
        assert client.get(path).status == 200
