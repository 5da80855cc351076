"""Whom a server takes a request to be from, and limits that two servers share."""

import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from e2e.failures import until
from e2e.processes import Client, call, serving
from e2e.redis_server import redis_server

from fastapi_backend_builder.cli import main

LIMIT = 5
LIMITED = {
    "ENVIRONMENT": "production",
    "ALLOWED_HOSTS": '["127.0.0.1"]',
    "SECRET_KEY": "of-a-server-that-limits-" + 16 * "x",
    "SQLITE_IN_PRODUCTION": "true",
    "REGISTRATION_ENABLED": "false",
    "RATE_LIMIT": f"{LIMIT}/day",
    "SIGN_IN_LIMIT": "4/day",
}
ANYTHING = "/nowhere"
LOGIN = "/api/v1/auth/login"
FORM = "username=ada@example.com&password=wrong"
DAY = 24 * 60 * 60
# What stands before the last address, the client itself may have written.
DIFFERENT = [f"198.51.100.{number}" for number in range(LIMIT + 1)]
SAME = [f"203.0.113.{number}, 198.51.100.7" for number in range(LIMIT + 1)]
NOT_US = "192.0.2.1"
US = "127.0.0.1"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limits")
    assert main(["new", "guarded", "-C", str(folder)]) == 0
    call(folder / "guarded", "alembic", "upgrade", "head")
    return folder / "guarded"


def statuses(client: Client, forwarded: list[str]) -> list[int]:
    answers = []
    for value in forwarded:
        client.headers["X-Forwarded-For"] = value
        answers.append(client.get(ANYTHING).status)
    return answers


class TestForwarded:
    """The server has the peer's address, and hears of others by a header."""

    def test_what_anybody_says_changes_nothing(self, project: Path) -> None:
        trusted = {"FORWARDED_ALLOW_IPS": NOT_US}
        with serving(project, **LIMITED, **trusted) as client:
            assert statuses(client, DIFFERENT) == [*LIMIT * [404], 429]

    def test_a_proxy_that_is_trusted_names_the_client(self, project: Path) -> None:
        trusted = {"FORWARDED_ALLOW_IPS": US}
        with serving(project, **LIMITED, **trusted) as client:
            assert statuses(client, DIFFERENT) == (LIMIT + 1) * [404]
            assert statuses(client, SAME) == [*LIMIT * [404], 429]


class TestShared:
    @pytest.fixture
    def redis(self) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        with redis_server() as server:
            yield server

    @pytest.fixture
    def servers(
        self, project: Path, redis: tuple[str, subprocess.Popen[str]]
    ) -> Iterator[list[Client]]:
        env = LIMITED | {"REDIS_URL": redis[0]}
        with ExitStack() as stack:
            yield [stack.enter_context(serving(project, **env)) for _ in range(2)]

    def test_as_many_as_may_are_let_in_at_once(self, servers: list[Client]) -> None:
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda server: server.get(ANYTHING), 10 * servers))

        assert Counter(answer.status for answer in answers) == {404: LIMIT, 429: 20 - LIMIT}
        refused = next(answer for answer in answers if answer.status == 429)
        assert 0 < int(refused.headers["retry-after"]) <= DAY

    def test_who_tries_passwords_is_known_everywhere(self, servers: list[Client]) -> None:
        answers = [server.request("POST", LOGIN, form=FORM).status for server in 2 * servers]

        assert answers == [401, 401, 429, 429]

    @pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGSTOP])
    def test_without_redis_each_limits_for_itself(
        self,
        servers: list[Client],
        redis: tuple[str, subprocess.Popen[str]],
        ends: signal.Signals,
    ) -> None:
        servers[0].get(ANYTHING)
        redis[1].send_signal(ends)
        answers = [[server.get(ANYTHING).status for _ in range(LIMIT + 1)] for server in servers]

        assert answers == 2 * [[*LIMIT * [404], 429]]
        for server in servers:
            until(lambda server=server: "redis does not answer" in "".join(server.log))
