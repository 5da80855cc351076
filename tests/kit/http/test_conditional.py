"""What stands around conditional requests: other answers, other sites, the OpenAPI document."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from httpx2 import ASGITransport, AsyncClient

from app.dependencies import WithETag
from app.main import create_app
from app.models.user import User
from kit.errors import ConflictError
from kit.models.base import utc_now
from tests.factories.settings import make_settings
from tests.kit.routing.parity import watch

ME = "/api/v1/users/me"
ORIGIN = "https://app.example.com"
HEADERS = "If-Match, If-None-Match"


@pytest.fixture
async def whole(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    """An application that another site may call, with endpoints that fail after all."""
    settings = make_settings(cors_origins=[ORIGIN])
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    app = create_app()

    @app.put("/refused")
    async def refused(with_etag: WithETag) -> None:
        with_etag(User(id=1, updated_at=utc_now()))
        raise ConflictError("It cannot be written")

    @app.get("/same")
    async def same() -> None:
        raise HTTPException(304)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture
def document(application: FastAPI) -> dict[str, Any]:
    return application.openapi()


async def test_a_write_that_failed_has_no_tag(whole: AsyncClient) -> None:
    response = await whole.put("/refused")

    assert response.status_code == 409
    assert "etag" not in response.headers


async def test_a_304_has_no_body_whoever_raises_it(whole: AsyncClient) -> None:
    response = await whole.get("/same")

    assert response.status_code == 304
    assert response.content == b""


async def test_other_sites_may_send_the_conditions(whole: AsyncClient) -> None:
    preflight = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": HEADERS,
    }

    assert (await whole.options(ME, headers=preflight)).status_code == 200


async def test_other_sites_may_read_the_tag(whole: AsyncClient) -> None:
    response = await whole.get("/health", headers={"Origin": ORIGIN})

    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert exposed == ["ETag", "Idempotent-Replayed", "Retry-After", "X-Request-ID"]


@pytest.mark.usefixtures("fast_path")
async def test_they_go_the_fast_path(
    user_client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = watch(monkeypatch)
    tag = (await user_client.get(ME)).headers["etag"]
    await user_client.get(ME, headers={"If-None-Match": tag})
    await user_client.patch(ME, json={}, headers={"If-Match": tag})

    assert not solved


class TestTheDocument:
    def test_a_read_may_be_304(self, document: dict[str, Any]) -> None:
        operation = document["paths"][ME]["get"]

        assert [parameter["name"] for parameter in operation["parameters"]] == ["If-None-Match"]
        assert "304" in operation["responses"]

    def test_a_write_has_the_condition_that_it_heeds(self, document: dict[str, Any]) -> None:
        operation = document["paths"][ME]["patch"]

        assert [parameter["name"] for parameter in operation["parameters"]] == ["If-Match"]
        assert "304" not in operation["responses"]

    @pytest.mark.parametrize(
        ("method", "status"), [("get", "200"), ("get", "304"), ("patch", "200")]
    )
    def test_the_tag_is_a_header_of_the_answer(
        self, document: dict[str, Any], method: str, status: str
    ) -> None:
        assert "ETag" in document["paths"][ME][method]["responses"][status]["headers"]

    def test_an_error_has_no_tag(self, document: dict[str, Any]) -> None:
        assert "headers" not in document["paths"][ME]["get"]["responses"]["4XX"]
