"""Whatever goes wrong, the answer is problem details."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from fastapi import HTTPException
from httpx2 import ASGITransport, AsyncClient, Response

from app.main import create_app
from app.models.user import User
from kit.testing import is_problem
from tests.factories.user import PASSWORD

USERS = "/api/v1/users"
REGISTER = "/api/v1/auth/register"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("PUT", "/health", None, 405),
        ("GET", "/api/v1/users/me", None, 401),
        ("POST", REGISTER, '{"email": "nobody"}', 422),
        ("POST", REGISTER, "{", 422),
        ("POST", REGISTER, '{"email": "\\ud800"}', 422),
        ("POST", REGISTER, "[" * 100_000, 422),
        ("POST", REGISTER, '{"password": "nul \\u0000 inside"}', 422),
    ],
)
async def test_every_error_is_a_problem(
    client: AsyncClient, method: str, path: str, body: str | None, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.request(method, path, content=body, headers=headers)

    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["request_id"] == response.headers["x-request-id"]


async def test_so_is_every_refusal_of_a_signed_in_user(
    user_client: AsyncClient, admin_client: AsyncClient, user: User
) -> None:
    taken = {"email": user.email, "password": PASSWORD}
    outdated = {"If-Match": '"outdated"'}

    for status, response in {
        403: await user_client.get(USERS),
        404: await admin_client.get(f"{USERS}/4711"),
        409: await admin_client.post(USERS, json=taken),
        412: await user_client.patch(f"{USERS}/me", json={}, headers=outdated),
    }.items():
        assert is_problem(response, status), status


async def test_an_unknown_method_is_answered_with_those_of_all_routes(client: AsyncClient) -> None:
    response = await client.put("/api/v1/users/me")

    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, PATCH"


async def test_a_word_is_no_id_of_those_that_can_be_deleted() -> None:
    app = create_app()
    app.add_api_route("/rows/{row_id}", lambda: None, methods=["GET", "DELETE"])
    app.add_api_route("/rows/export", lambda: None, methods=["GET"])
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        of_word = await client.put("/rows/export")
        of_id = await client.put("/rows/1")

    assert of_word.headers["allow"] == "GET, HEAD"
    assert of_id.headers["allow"] == "DELETE, GET, HEAD"


async def test_each_wrong_field_is_named(client: AsyncClient) -> None:
    response = await client.post(REGISTER, json={"email": "nobody"})

    assert {error["field"] for error in response.json()["errors"]} == {"email", "password"}


async def test_a_rule_of_ours_speaks_in_its_own_words(client: AsyncClient) -> None:
    account = {"email": "ada@example.com", "password": "password"}

    response = await client.post(REGISTER, json=account)

    (error,) = response.json()["errors"]
    assert error["message"] == "is one of the passwords that are guessed first"


class TestOfAnEndpoint:
    @pytest.mark.parametrize(
        ("said", "members"),
        [
            ("sold out", {"detail": "sold out"}),
            (None, {"detail": "Conflict"}),
            (42, {"detail": "42"}),
            ({"left": 0, "at": date(2026, 1, 2)}, {"data": {"left": 0, "at": "2026-01-02"}}),
            (["a", {"b": None}], {"data": ["a", {"b": None}]}),
            ({"reason": ValueError("no")}, {"data": {"reason": "no"}}),
        ],
    )
    async def test_what_it_says_stays_what_it_is(self, said: Any, members: dict[str, Any]) -> None:
        response = await self.refused(HTTPException(409, said))

        assert is_problem(response, 409)
        assert response.json().items() >= ({"detail": "Conflict"} | members).items()
        assert ("data" in response.json()) is ("data" in members)

    async def test_its_status_may_be_of_no_standard(self) -> None:
        response = await self.refused(HTTPException(499, "gone before"))

        assert is_problem(response, 499)
        assert response.json()["detail"] == "gone before"

    @staticmethod
    async def refused(error: HTTPException) -> Response:
        app = create_app()

        @app.get("/refused")
        async def refuse() -> None:
            raise error

        async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
            return await client.get("/refused")


class TestUnexpectedErrors:
    @pytest.fixture
    async def broken(self) -> AsyncIterator[AsyncClient]:
        app = create_app()

        @app.get("/broken")
        async def broken() -> None:
            raise RuntimeError("the secret reason")

        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client

    async def test_the_client_learns_nothing_but_the_request_id(self, broken: AsyncClient) -> None:
        response = await broken.get("/broken")

        assert is_problem(response, 500)
        assert "secret" not in response.text


class TestRequestIds:
    async def test_a_given_id_is_kept(self, client: AsyncClient) -> None:
        response = await client.get("/health", headers={"X-Request-ID": "abc-123"})

        assert response.headers["x-request-id"] == "abc-123"

    async def test_an_id_that_could_forge_log_lines_is_replaced(self, client: AsyncClient) -> None:
        response = await client.get("/health", headers={"X-Request-ID": "a b{}"})

        assert response.headers["x-request-id"] != "a b{}"
