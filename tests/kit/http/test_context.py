"""What every answer carries, whoever sends it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from httpx2 import ASGITransport, AsyncClient
from starlette.staticfiles import StaticFiles

from app.config import Settings
from app.main import create_app
from kit.http.context import RequestContextMiddleware
from kit.http.drain import Drain
from tests.factories.settings import make_settings, production

ORIGIN = "https://app.example.com"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
FOR_ALL = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
SHARED = Response("shared")


def client_of(app: FastAPI, settings: Settings | None = None) -> AsyncClient:
    around = RequestContextMiddleware(app, settings, Drain(0)) if settings else app
    transport = ASGITransport(around, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
async def whole(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    """The real application, with an endpoint that fails and a limit to break."""
    settings = make_settings(cors_origins=[ORIGIN], max_body_size=1000)
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    app = create_app()

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    async with client_of(app) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("GET", "/docs", 200),
        ("GET", "/redoc", 200),
        ("GET", "/health/", 307),
        ("GET", "/api/v1/users/me", 401),
        ("GET", "/nowhere", 404),
        ("PUT", "/health", 405),
        ("POST", "/api/v1/auth/register", 422),
        ("GET", "/broken", 500),
    ],
)
async def test_every_answer_has_them(
    whole: AsyncClient, method: str, path: str, status: int
) -> None:
    response = await whole.request(method, path)

    assert response.status_code == status
    assert response.headers.items() >= FOR_ALL.items()
    assert response.headers["x-request-id"]


async def test_answers_about_a_row_have_them(user_client: AsyncClient) -> None:
    etag = (await user_client.get("/api/v1/users/me")).headers["etag"]
    known, outdated = {"If-None-Match": etag}, {"If-Match": '"outdated"'}

    for status, response in {
        304: await user_client.get("/api/v1/users/me", headers=known),
        403: await user_client.get("/api/v1/users"),
        412: await user_client.patch("/api/v1/users/me", json={}, headers=outdated),
    }.items():
        assert response.status_code == status
        assert response.headers.items() >= FOR_ALL.items(), status


async def test_a_body_that_is_too_large_is_answered_with_them(whole: AsyncClient) -> None:
    response = await whole.post("/api/v1/auth/register", json={"email": "x" * 1000})

    assert response.status_code == 413
    assert response.headers.items() >= FOR_ALL.items()


async def test_a_preflight_is_answered_with_them(whole: AsyncClient) -> None:
    response = await whole.options("/api/v1/auth/login", headers=PREFLIGHT)

    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert response.headers.items() >= FOR_ALL.items()


async def test_pages_may_send_a_key(whole: AsyncClient) -> None:
    asked = PREFLIGHT | {"Access-Control-Request-Headers": "Idempotency-Key"}

    response = await whole.options("/api/v1/auth/login", headers=asked)

    assert response.status_code == 200


class TestHeaders:
    @pytest.fixture
    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/framed")
        async def framed() -> Response:
            return Response(headers={"X-Frame-Options": "SAMEORIGIN", "X-Request-ID": "other"})

        @app.get("/shared")
        async def shared() -> Response:
            return SHARED

        return app

    async def test_what_the_endpoint_sets_wins(self, app: FastAPI) -> None:
        async with client_of(app, make_settings()) as client:
            response = await client.get("/framed")

        assert response.headers.get_list("x-frame-options") == ["SAMEORIGIN"]

    async def test_the_request_id_is_always_that_of_the_log(self, app: FastAPI) -> None:
        async with client_of(app, make_settings()) as client:
            response = await client.get("/framed", headers={"X-Request-ID": "abc-123"})

        assert response.headers.get_list("x-request-id") == ["abc-123"]

    async def test_a_response_that_is_sent_twice_does_not_collect_them(self, app: FastAPI) -> None:
        async with client_of(app, make_settings()) as client:
            answers = [await client.get("/shared") for _ in range(2)]

        assert len(answers[0].headers.raw) == len(answers[1].headers.raw)

    @pytest.mark.parametrize(
        ("environment", "there"), [("production", True), ("development", False)]
    )
    async def test_production_insists_on_https(
        self, app: FastAPI, environment: str, there: bool
    ) -> None:
        settings = production() if environment == "production" else make_settings()
        async with client_of(app, settings) as client:
            response = await client.get("/shared")

        assert ("strict-transport-security" in response.headers) is there


class TestCaching:
    @pytest.fixture
    async def client(self, tmp_path: Path) -> AsyncIterator[AsyncClient]:
        (tmp_path / "page.html").write_text("<p>static")
        app = create_app()
        app.mount("/static", StaticFiles(directory=tmp_path))
        app.frontend("/pages", directory=tmp_path)

        @app.get("/file")
        async def file() -> FileResponse:
            return FileResponse(tmp_path / "page.html")

        @app.get("/kept")
        async def kept() -> Response:
            return Response(headers={"Cache-Control": "max-age=60"})

        async with client_of(app) as client:
            yield client

    @pytest.mark.parametrize("folder", ["/static", "/pages"])
    async def test_a_static_file_can_be_cached(self, client: AsyncClient, folder: str) -> None:
        response = await client.get(f"{folder}/page.html")
        known = {"If-None-Match": response.headers["etag"]}
        again = await client.get(f"{folder}/page.html", headers=known)

        assert "cache-control" not in response.headers
        assert response.headers["x-content-type-options"] == "nosniff"
        assert (again.status_code, "cache-control" in again.headers) == (304, False)

    @pytest.mark.parametrize(
        ("path", "status"), [("/static/nothing", 404), ("/file", 200), ("/health", 200)]
    )
    async def test_other_answers_are_for_one_client(
        self, client: AsyncClient, path: str, status: int
    ) -> None:
        response = await client.get(path)

        assert (response.status_code, response.headers["cache-control"]) == (status, "no-store")

    async def test_an_endpoint_may_say_otherwise(self, client: AsyncClient) -> None:
        assert (await client.get("/kept")).headers["cache-control"] == "max-age=60"

    async def test_nothing_of_ours_is_cached_where_all_of_it_is_mounted(self) -> None:
        outer = FastAPI()
        outer.mount("/backend", create_app())

        async with client_of(outer) as client:
            response = await client.get("/backend/health")

        assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
