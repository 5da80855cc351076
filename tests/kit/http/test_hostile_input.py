"""Whatever is sent, the answer is about the client's mistake and never about ours."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.dependencies import AsyncDbSession
from app.models.user import User
from app.services.user import UserService
from tests.factories.user import create_user

USERS = "/api/v1/users"
REGISTER = "/api/v1/auth/register"
LOGIN = "/api/v1/auth/login"
NEW_USER = {"email": "ada@example.com", "password": "correct horse battery"}
HUGE = 10**30


def cursor_of(*content: Any) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode()


class TestJson:
    @pytest.mark.parametrize(
        "value",
        [
            b"[" * 30_000 + b"]" * 30_000,
            b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
            b"1" * 5_000,
            b"1e400",
            b"NaN",
            b"-Infinity",
            b'"\xff"',
            b"tru",
            b'"a\\u0000b"',
            b'"\\ud800"',
            b'"\\udfff a"',
        ],
        ids=lambda value: value[:12].decode(errors="replace"),
    )
    async def test_a_value_that_nothing_can_hold_is_refused(
        self, user_client: AsyncClient, value: bytes
    ) -> None:
        body, headers = b'{"full_name": ' + value + b"}", {"Content-Type": "application/json"}

        response = await user_client.patch(f"{USERS}/me", content=body, headers=headers)

        assert response.status_code in (400, 422)
        assert response.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize("name", ["email", "password", "full_name", "a\0"])
    async def test_no_field_and_no_name_holds_nul(self, client: AsyncClient, name: str) -> None:
        response = await client.post(REGISTER, json=NEW_USER | {name: "long enough\0"})

        assert response.status_code == 422


class TestForm:
    @pytest.mark.parametrize("name", ["username", "password"])
    @pytest.mark.parametrize("kind", ["data", "files"])
    async def test_no_field_holds_nul(self, client: AsyncClient, name: str, kind: str) -> None:
        form = {"username": "ada@example.com", "password": "secret"} | {name: "a\0b"}
        sent: dict[str, Any] = {"data": form}
        if kind == "files":
            sent = {"files": {field: (None, value) for field, value in form.items()}}

        response = await client.post(LOGIN, **sent)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name

    @pytest.mark.parametrize("half", ["%ED%A0%80", "%FF", "%"])
    async def test_half_a_character_is_no_error_of_ours(
        self, client: AsyncClient, half: str
    ) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        content = f"username={half}&password={half}"

        assert (await client.post(LOGIN, content=content, headers=headers)).status_code == 401

    async def test_what_is_longer_than_any_password_is_not_hashed(
        self, client: AsyncClient
    ) -> None:
        form = {"username": "ada@example.com", "password": "a" * 10_000}

        assert (await client.post(LOGIN, data=form)).status_code == 422

    async def test_what_oauth_clients_send_besides_is_ignored(
        self, client: AsyncClient, user: User
    ) -> None:
        form = {"grant_type": "password", "scope": "", "client_id": "a", "client_secret": "b"}
        form |= {"username": user.email, "password": NEW_USER["password"]}

        assert (await client.post(LOGIN, data=form)).status_code == 200


class TestIntegers:
    @pytest.mark.parametrize("id", ["0", "-1", str(2**63), str(HUGE), "9" * 5_000, "1.5", "1e3"])
    async def test_an_id_that_no_row_can_have_is_refused(
        self, admin_client: AsyncClient, id: str
    ) -> None:
        assert (await admin_client.get(f"{USERS}/{id}")).status_code == 422

    @pytest.mark.parametrize("form", ["{}_0", "{}.0", "+{}", "0{}", "%20{}", "{}%0a", "{}%20"])
    async def test_an_id_is_written_in_one_way(
        self, admin_client: AsyncClient, user: User, form: str
    ) -> None:
        for method, path in (("GET", USERS), ("PATCH", USERS), ("DELETE", "/api/v1/api-keys")):
            response = await admin_client.request(method, f"{path}/{form.format(user.id)}", json={})

            assert response.status_code == 422

    async def test_the_largest_id_is_not_found(self, admin_client: AsyncClient) -> None:
        assert (await admin_client.get(f"{USERS}/{2**63 - 1}")).status_code == 404

    @pytest.mark.parametrize("number", [2**63, -(2**63) - 1, HUGE])
    @pytest.mark.parametrize("way", ["compiled", "session"])
    async def test_one_that_nobody_checked_is_refused_by_the_database(
        self, app: FastAPI, client: AsyncClient, number: int, way: str
    ) -> None:
        routes = list(app.router.routes)

        @app.get("/compiled/{number}")
        async def compiled(db: AsyncDbSession, number: int) -> int:
            return (await UserService(db).get_or_404(number)).id

        @app.get("/session/{number}")
        async def by_session(db: AsyncDbSession, number: int) -> bool:
            found = await db.scalars(select(User.id).where(User.id == number))
            return found.first() is not None

        response = await client.get(f"/{way}/{number}")
        app.router.routes[:] = routes

        assert response.status_code == 422

    @pytest.mark.parametrize(
        ("method", "path"),
        [("PATCH", USERS), ("DELETE", "/api/v1/account/sessions"), ("DELETE", "/api/v1/api-keys")],
    )
    async def test_an_id_to_change_or_delete_has_the_same_bounds(
        self, admin_client: AsyncClient, method: str, path: str
    ) -> None:
        ids = [0, -1, 2**63, HUGE, 2**63 - 1]

        answers = [await admin_client.request(method, f"{path}/{id}", json={}) for id in ids]

        assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 404]


class TestLists:
    @pytest.mark.parametrize("name", ["page", "size"])
    @pytest.mark.parametrize("value", ["0", "-1", "1000001", "9" * 5_000, "1e3", "", "x"])
    async def test_a_part_that_no_list_has_is_refused(
        self, admin_client: AsyncClient, name: str, value: str
    ) -> None:
        response = await admin_client.get(USERS, params={name: value})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name

    async def test_the_last_page_that_can_be_asked_for_is_empty(
        self, admin_client: AsyncClient
    ) -> None:
        page = (await admin_client.get(USERS, params={"page": 1_000_000, "size": 100})).json()

        assert page["items"] == []

    @pytest.mark.parametrize(
        "sort",
        [
            "hashed_password",
            "role",
            "id;",
            "id desc",
            "-",
            "--id",
            "",
            "__class__",
            "ID",
            "email,",
            "email,-email",
        ],
    )
    async def test_a_list_is_sorted_by_what_it_says(
        self, admin_client: AsyncClient, sort: str
    ) -> None:
        response = await admin_client.get(USERS, params={"sort": sort})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "sort"

    @pytest.mark.parametrize(
        "cursor",
        [
            "AAAA",
            "' OR 1=1 --",
            "a" * 32_001,
            "\u2028",
            cursor_of("id", 2**63, ""),
            cursor_of("id", HUGE, ""),
            cursor_of("-id", 1, ""),
            cursor_of("hashed_password", "a", 1, ""),
            cursor_of("id", 1, "others"),
        ],
    )
    async def test_a_forged_cursor_is_refused(self, admin_client: AsyncClient, cursor: str) -> None:
        response = await admin_client.get(USERS, params={"cursor": cursor})

        assert response.status_code == 422

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("role", "king"),
            ("role", "' OR 1=1 --"),
            ("is_active", "maybe"),
            ("email_like", "x" * 60_000),
            ("created_at_ge", "NaN"),
            ("created_at_ge", "0"),
            ("created_at_ge", "2026-01-31T09:30:00"),
            ("created_at_lt", "9999-12-31T23:59:59-23:59"),
            ("hashed_password_like", "$argon2"),
            ("filter_role", "admin"),
            ("list_limit", "1000"),
            ("q", "x" * 256),
            ("include", "sessions"),
            ("role_like", "a"),
            ("rol", "admin"),
        ],
    )
    async def test_a_list_is_narrowed_by_what_it_says(
        self, admin_client: AsyncClient, name: str, value: str
    ) -> None:
        response = await admin_client.get(USERS, params={name: value})

        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert (error["field"], error["location"]) == (name, "query")

    @pytest.mark.parametrize("name", ["rol", "hashed_password_like", "Role", "x" * 10_000])
    async def test_an_unknown_name_is_answered_with_those_that_are_known(
        self, admin_client: AsyncClient, name: str
    ) -> None:
        response = await admin_client.get(USERS, params={name: "admin"})

        (error,) = response.json()["errors"]
        assert error["message"].startswith("is unknown; this takes ")
        assert {"page", "sort", "q", "email_like", "created_at_ge"} <= set(
            error["message"].removeprefix("is unknown; this takes ").split(", ")
        )
        assert "include" not in error["message"]
        assert len(response.content) < 1_000

    async def test_an_unknown_order_is_answered_with_those_that_are_known(
        self, admin_client: AsyncClient
    ) -> None:
        response = await admin_client.get(USERS, params={"sort": "rol"})

        (error,) = response.json()["errors"]
        assert error["message"].startswith("must be one of: id, -id, email, -email;")

    @pytest.mark.parametrize("name", ["page", "size", "sort", "role", "q", "cursor"])
    async def test_no_parameter_is_there_twice(self, admin_client: AsyncClient, name: str) -> None:
        response = await admin_client.get(f"{USERS}?{name}=1&{name}=2")

        assert response.status_code == 422
        assert {"field": name, "message": "must not be there twice", "location": "query"} in (
            response.json()["errors"]
        )

    async def test_sql_in_a_value_is_text(self, client: AsyncClient, db: AsyncSession) -> None:
        await create_user(db)
        form = {"username": "' OR 1=1 --", "password": "' OR 1=1 --"}

        assert (await client.post(LOGIN, data=form)).status_code == 401
