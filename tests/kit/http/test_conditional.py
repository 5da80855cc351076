"""What stands around conditional requests: other answers, other sites, the OpenAPI document."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, HTTPException
from httpx2 import ASGITransport, AsyncClient

from app.dependencies import WithETag, with_etag
from app.main import create_app
from app.models.user import User
from kit.errors import ConflictError
from kit.models.base import utc_now
from kit.models.etag import etag_of
from kit.schemas.base import ResponseSchema
from tests.factories.settings import make_settings
from tests.kit.routing.parity import watch

ME = "/api/v1/users/me"
ORIGIN = "https://app.example.com"
HEADERS = "If-Match, If-None-Match"


class Email(ResponseSchema):
    email: str


ROW = User(id=1, email="ada@example.com", updated_at=utc_now())
TAG = etag_of(ROW)
ROWS = {1: ROW, 2: User(id=2, email="bea@example.com", updated_at=utc_now())}

plain = APIRouter()


@plain.get("/rows/async", response_model=Email)
@with_etag
async def get_row(number: int = 1) -> User:
    """A row."""
    return ROWS[number]


@plain.get("/rows/sync", response_model=Email)
@with_etag
def get_row_in_thread(number: int = 1) -> User:
    return ROWS[number]


@plain.get("/rows/by-hand")
async def get_number_of_row(tag: WithETag, number: int = 1) -> int:
    return tag(ROWS[number]).id


@pytest.fixture
async def whole(monkeypatch: pytest.MonkeyPatch, has_fast_path: bool) -> AsyncIterator[AsyncClient]:
    """An application that another site may call, with endpoints that fail after all."""
    settings = make_settings(cors_origins=[ORIGIN])
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    app = create_app(fast_path=has_fast_path)
    app.include_router(plain)

    @app.put("/refused")
    async def refused(tag: WithETag) -> None:
        tag(ROW)
        raise ConflictError("It cannot be written")

    @app.get("/same")
    async def same() -> None:
        raise HTTPException(304)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture(scope="session")
def document_of_rows() -> dict[str, Any]:
    app = create_app()
    app.include_router(plain)
    return app.openapi()


@pytest.fixture
def document(application: FastAPI) -> dict[str, Any]:
    return application.openapi()


@pytest.mark.parametrize("path", ["/rows/async", "/rows/sync", "/rows/by-hand"])
class TestAnyEndpoint:
    """Also in a thread, on a router of FastAPI, and where the tag is another row's."""

    async def test_its_answer_has_the_tag(self, whole: AsyncClient, path: str) -> None:
        response = await whole.get(path)

        assert (response.status_code, response.headers["etag"]) == (200, TAG)

    async def test_who_knows_the_version_gets_a_304(self, whole: AsyncClient, path: str) -> None:
        response = await whole.get(path, headers={"If-None-Match": TAG})

        assert (response.status_code, response.headers["etag"]) == (304, TAG)

    async def test_its_own_parameters_are_read_and_checked(
        self, whole: AsyncClient, path: str
    ) -> None:
        other = await whole.get(path, params={"number": 2})

        assert other.headers["etag"] == etag_of(ROWS[2])
        assert (await whole.get(path, params={"number": "two"})).status_code == 422

    def test_the_document_has_the_condition_and_its_own_parameters(
        self, document_of_rows: dict[str, Any], path: str
    ) -> None:
        operation = document_of_rows["paths"][path]["get"]

        named = {parameter["name"] for parameter in operation["parameters"]}
        assert named == {"If-None-Match", "number"}


def test_an_endpoint_keeps_its_name_and_its_description(document_of_rows: dict[str, Any]) -> None:
    operation = document_of_rows["paths"]["/rows/async"]["get"]

    assert (operation["operationId"], operation["description"]) == ("get_row", "A row.")


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
