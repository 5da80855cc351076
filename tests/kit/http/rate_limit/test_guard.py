"""The limit of a client, whatever it asks for."""

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from app.main import create_app
from kit.http.rate_limit.limiter import RateLimiter
from kit.testing import is_problem
from tests.clock import Clock
from tests.factories.settings import make_settings
from tests.kit.http.guard.answers import ORIGIN

LIMIT = 3


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, clock: Clock, has_fast_path: bool) -> FastAPI:
    settings = make_settings(rate_limit=f"{LIMIT}/minute", cors_origins=[ORIGIN])
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    app = create_app(fast_path=has_fast_path)
    app.state.rate_limiter = RateLimiter(settings, clock)
    return app


async def ask(app: FastAPI, path: str, *, host: str = "192.0.2.1", root: str = "") -> Response:
    transport = ASGITransport(app, client=(host, 1), root_path=root)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path, headers={"Origin": ORIGIN})


async def use_up(app: FastAPI, host: str = "192.0.2.1") -> None:
    for _ in range(LIMIT):
        assert (await ask(app, "/docs", host=host)).status_code == 200


async def test_who_is_over_it_may_come_again_later(app: FastAPI, clock: Clock) -> None:
    await use_up(app)
    clock.now += 20.5
    response = await ask(app, "/docs")

    assert is_problem(response, 429)
    assert response.headers["retry-after"] == "40"
    clock.now += 40
    assert (await ask(app, "/docs")).status_code == 200


async def test_the_refusal_has_the_headers_of_every_answer(app: FastAPI) -> None:
    await use_up(app)
    headers = (await ask(app, "/docs")).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == ORIGIN


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/users/me", "/docs?a=b", "/health/", "/"])
async def test_it_is_for_all_paths_together(app: FastAPI, path: str) -> None:
    await use_up(app)

    assert (await ask(app, path)).status_code == 429


async def test_others_are_let_in(app: FastAPI) -> None:
    await use_up(app)

    assert (await ask(app, "/docs", host="192.0.2.2")).status_code == 200


async def test_a_subscriber_is_one_client(app: FastAPI) -> None:
    await use_up(app, "2001:db8::1")

    assert (await ask(app, "/docs", host="2001:db8::2")).status_code == 429


async def test_what_a_client_says_of_itself_changes_nothing(app: FastAPI) -> None:
    await use_up(app)
    transport = ASGITransport(app, client=("192.0.2.1", 1))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"):
            response = await client.get("/docs", headers={name: "198.51.100.7"})
            assert response.status_code == 429


@pytest.mark.parametrize("root", ["", "/behind"])
async def test_probes_do_not_count(app: FastAPI, root: str) -> None:
    answers = [await ask(app, f"{root}/health", root=root) for _ in range(LIMIT + 1)]
    await use_up(app)

    assert {answer.status_code for answer in answers} == {200}
    assert (await ask(app, f"{root}/health", root=root)).status_code == 200


async def test_it_can_be_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main.get_settings", lambda: make_settings(rate_limit="off"))
    app = create_app()
    answers = [await ask(app, "/docs") for _ in range(2 * LIMIT)]

    assert {answer.status_code for answer in answers} == {200}
