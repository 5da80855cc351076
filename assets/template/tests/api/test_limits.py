"""How often somebody may try to get in."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from app.config import API_PREFIX
from app.models.user import User
from kit.http.rate_limit.limiter import RateLimiter
from kit.testing import is_problem
from tests.clock import Clock
from tests.factories.settings import make_settings
from tests.factories.user import PASSWORD

LOGIN, REGISTER = f"{API_PREFIX}/auth/login", f"{API_PREFIX}/auth/register"
ATTEMPTS, SIGN_INS, MAILS = 6, 8, 2
HERE, THERE, ELSEWHERE = "192.0.2.1", "192.0.2.2", "192.0.2.3"
NOBODY, WRONG = "nobody@example.com", "wrong password"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(app: FastAPI, clock: Clock) -> Iterator[FastAPI]:
    """The application of all tests, with limits for this one."""
    before = app.state.settings, app.state.rate_limiter
    app.state.settings = make_settings(
        auth_limit=f"{ATTEMPTS}/minute",
        sign_in_limit=f"{SIGN_INS}/minute",
        mail_limit=f"{MAILS}/hour",
    )
    app.state.rate_limiter = RateLimiter(app.state.settings, clock)
    yield app
    app.state.settings, app.state.rate_limiter = before


async def sign_in(
    app: FastAPI, email: str, password: str = WRONG, host: str | None = HERE
) -> Response:
    form = {"username": email, "password": password}
    async with AsyncClient(transport=_transport(app, host), base_url="http://test") as client:
        return await client.post(LOGIN, data=form)


async def register(app: FastAPI, email: str, host: str = HERE) -> Response:
    body = {"email": email, "password": PASSWORD}
    async with AsyncClient(transport=_transport(app, host), base_url="http://test") as client:
        return await client.post(REGISTER, json=body)


def _transport(app: FastAPI, host: str | None) -> ASGITransport:
    # On a socket without addresses the server has an empty one.
    return ASGITransport(app, client=(host or "", 1))


async def statuses(app: FastAPI, email: str, times: int, host: str | None = HERE) -> list[int]:
    return [(await sign_in(app, email, host=host)).status_code for _ in range(times)]


class TestClient:
    async def test_it_may_try_so_many_accounts(self, app: FastAPI) -> None:
        emails = [f"somebody{number}@example.com" for number in range(ATTEMPTS + 1)]
        answers = [(await sign_in(app, email)).status_code for email in emails]

        assert answers == [*ATTEMPTS * [401], 429]

    async def test_it_learns_when_it_may_come_again(self, app: FastAPI, clock: Clock) -> None:
        for number in range(ATTEMPTS):
            await register(app, f"somebody{number}@example.com")
        clock.now += 10
        response = await register(app, NOBODY)

        assert is_problem(response, 429)
        assert response.headers["retry-after"] == "50"
        clock.now += 50
        assert (await register(app, NOBODY)).status_code == 202

    async def test_what_is_not_valid_counts_too(self, app: FastAPI) -> None:
        answers = [(await register(app, "no address")).status_code for _ in range(ATTEMPTS + 1)]

        assert answers == [*ATTEMPTS * [422], 429]

    async def test_each_endpoint_counts_for_itself(self, app: FastAPI) -> None:
        for _ in range(ATTEMPTS + 1):
            await register(app, "no address")

        assert (await sign_in(app, NOBODY)).status_code == 401

    async def test_others_are_let_in(self, app: FastAPI) -> None:
        for _ in range(ATTEMPTS + 1):
            await register(app, "no address")

        assert (await register(app, NOBODY, THERE)).status_code == 202

    async def test_who_has_no_address_is_not_taken_for_everybody(self, app: FastAPI) -> None:
        emails = [f"somebody{number}@example.com" for number in range(ATTEMPTS + 1)]
        answers = {(await sign_in(app, email, host=None)).status_code for email in emails}

        assert answers == {401}


class TestAccount:
    @pytest.fixture
    async def attacked(self, app: FastAPI, user: User) -> User:
        """From as many addresses as it takes."""
        for host in (HERE, THERE):
            await statuses(app, user.email, SIGN_INS // 2, host)
        return user

    async def test_it_is_closed_from_everywhere(self, app: FastAPI, attacked: User) -> None:
        response = await sign_in(app, attacked.email, PASSWORD, ELSEWHERE)

        assert is_problem(response, 429)
        assert "access_token" not in response.text

    async def test_it_is_open_again_in_a_minute(
        self, app: FastAPI, attacked: User, clock: Clock
    ) -> None:
        clock.now += 59
        await statuses(app, attacked.email, ATTEMPTS)  # which does not prolong it
        clock.now += 1

        assert (await sign_in(app, attacked.email, PASSWORD)).status_code == 200

    async def test_it_is_the_same_in_any_case(self, app: FastAPI, attacked: User) -> None:
        response = await sign_in(app, attacked.email.upper(), PASSWORD, ELSEWHERE)

        assert response.status_code == 429

    @pytest.mark.usefixtures("attacked")
    async def test_others_are_open(self, app: FastAPI) -> None:
        assert (await sign_in(app, NOBODY, host=ELSEWHERE)).status_code == 401

    async def test_one_client_cannot_close_it(self, app: FastAPI, user: User) -> None:
        answers = await statuses(app, user.email, ATTEMPTS)

        assert answers == [401, 401, 401, 401, 429, 429]
        assert (await sign_in(app, user.email, PASSWORD, THERE)).status_code == 200

    @pytest.mark.parametrize("exists", [True, False])
    async def test_one_that_does_not_exist_looks_the_same(
        self, app: FastAPI, user: User, exists: bool
    ) -> None:
        email = user.email if exists else NOBODY
        answers = [await statuses(app, email, 5, host) for host in (HERE, THERE, ELSEWHERE)]

        assert answers == [[401, 401, 401, 401, 429], [401, 401, 401, 401, 429], 5 * [429]]

    async def test_a_client_without_an_address_counts(self, app: FastAPI, user: User) -> None:
        answers = await statuses(app, user.email, SIGN_INS + 1, None)

        assert answers == [*SIGN_INS * [401], 429]


class TestMail:
    async def ask(self, app: FastAPI, path: str, email: str, host: str) -> int:
        body = {"email": email} | ({"password": PASSWORD} if path == "register" else {})
        async with AsyncClient(transport=_transport(app, host), base_url="http://test") as client:
            return (await client.post(f"{API_PREFIX}/auth/{path}", json=body)).status_code

    @pytest.mark.parametrize("path", ["register", "forgot-password"])
    @pytest.mark.parametrize("exists", [True, False])
    async def test_an_address_gets_so_many_from_everywhere(
        self, app: FastAPI, user: User, path: str, exists: bool
    ) -> None:
        email = user.email if exists else NOBODY
        hosts = [HERE, THERE, ELSEWHERE]

        assert [await self.ask(app, path, email, host) for host in hosts] == [202, 202, 429]

    async def test_whatever_they_are_about(self, app: FastAPI, user: User) -> None:
        requests = [("register", HERE), ("forgot-password", THERE), ("register", ELSEWHERE)]

        answers = [await self.ask(app, path, user.email.upper(), host) for path, host in requests]

        assert answers == [202, 202, 429]

    async def test_one_client_cannot_use_up_all_of_them(self, app: FastAPI) -> None:
        requests = [("forgot-password", HERE), ("forgot-password", HERE), ("register", THERE)]

        answers = [await self.ask(app, path, NOBODY, host) for path, host in requests]

        assert answers == [202, 429, 202]

    async def test_a_new_address_counts_too(self, app: FastAPI, user_client: AsyncClient) -> None:
        body = {"email": NOBODY, "current_password": PASSWORD}

        answers = [
            await user_client.post(f"{API_PREFIX}/account/email", json=body) for _ in range(2)
        ]

        assert [answer.status_code for answer in answers] == [202, 429]


@pytest.mark.usefixtures("app")
class TestOwnPassword:
    async def test_who_is_signed_in_may_not_guess_it(self, user_client: AsyncClient) -> None:
        key = {"name": "-", "permissions": ["read"], "current_password": WRONG}
        change = {"current_password": WRONG, "new_password": "another password"}
        requests = [
            (f"{API_PREFIX}/api-keys", key),
            (f"{API_PREFIX}/account/password", change),
        ] * SIGN_INS

        answers = [await user_client.post(url, json=body) for url, body in requests]

        expected = [*SIGN_INS * [422], *SIGN_INS * [429]]
        assert [answer.status_code for answer in answers] == expected


async def test_refreshing_is_limited(app: FastAPI) -> None:
    async with AsyncClient(transport=_transport(app, HERE), base_url="http://test") as client:
        tokens = [{"refresh_token": f"{number}.-"} for number in range(ATTEMPTS + 1)]
        answers = [await client.post(f"{API_PREFIX}/auth/refresh", json=token) for token in tokens]

    assert [answer.status_code for answer in answers] == [*ATTEMPTS * [401], 429]


async def test_everything_under_auth_is_limited(app: FastAPI) -> None:
    async with AsyncClient(transport=_transport(app, HERE), base_url="http://test") as client:
        for path in app.openapi()["paths"]:
            if path.startswith(f"{API_PREFIX}/auth/"):
                answers = [await client.post(path) for _ in range(ATTEMPTS + 1)]

                assert [answer.status_code == 429 for answer in answers] == [
                    *ATTEMPTS * [False],
                    True,
                ], path
                assert answers[-1].headers["retry-after"] == "60"


async def test_limits_can_be_off(app: FastAPI) -> None:
    app.state.settings = make_settings(auth_limit="off", sign_in_limit="off", mail_limit="off")
    answers = await statuses(app, NOBODY, 2 * SIGN_INS)

    assert set(answers) == {401}
