from asyncio import gather

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX
from app.core.permissions import Permission
from app.models.user import Role, User
from tests.api.test_auth import sign_in
from tests.conftest import signed_in
from tests.factories.api_key import create_api_key
from tests.factories.user import PASSWORD, create_user

URL = f"{API_PREFIX}/users"


class TestMe:
    async def test_a_request_without_a_token_is_refused(self, client: AsyncClient) -> None:
        response = await client.get(f"{URL}/me")

        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"

    async def test_users_see_themselves(self, user_client: AsyncClient, user: User) -> None:
        response = await user_client.get(f"{URL}/me")

        assert response.status_code == 200
        assert response.json()["email"] == user.email

    async def test_no_password_is_shown(self, user_client: AsyncClient) -> None:
        body = (await user_client.get(f"{URL}/me")).json()

        assert not [name for name in body if "password" in name]

    async def test_disabling_a_user_works_at_once(
        self, user_client: AsyncClient, user: User, db: AsyncSession
    ) -> None:
        user.is_active = False
        await db.commit()

        assert (await user_client.get(f"{URL}/me")).status_code == 401


class TestUpdateMe:
    async def test_what_is_sent_changes(self, user_client: AsyncClient) -> None:
        response = await user_client.patch(f"{URL}/me", json={"full_name": "Ada"})

        assert response.status_code == 200
        assert response.json()["full_name"] == "Ada"

    async def test_what_is_absent_stays(self, user_client: AsyncClient) -> None:
        await user_client.patch(f"{URL}/me", json={"full_name": "Ada"})

        response = await user_client.patch(f"{URL}/me", json={})

        assert response.json()["full_name"] == "Ada"

    async def test_null_clears(self, user_client: AsyncClient) -> None:
        await user_client.patch(f"{URL}/me", json={"full_name": "Ada"})

        response = await user_client.patch(f"{URL}/me", json={"full_name": None})

        assert response.json()["full_name"] is None

    @pytest.mark.parametrize("name", ["", " \t"])
    async def test_a_name_is_null_or_has_something(
        self, user_client: AsyncClient, name: str
    ) -> None:
        response = await user_client.patch(f"{URL}/me", json={"full_name": name})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "full_name"

    async def test_white_space_around_a_name_is_left_out(self, user_client: AsyncClient) -> None:
        response = await user_client.patch(f"{URL}/me", json={"full_name": " Ada Lovelace\n"})

        assert response.json()["full_name"] == "Ada Lovelace"

    async def test_nobody_gives_themselves_a_role(self, user_client: AsyncClient) -> None:
        response = await user_client.patch(f"{URL}/me", json={"role": "admin"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "role"

    @pytest.mark.parametrize(
        "name", ["id", "email", "is_active", "is_superuser", "hashed_password", "unheard_of"]
    )
    async def test_what_is_not_theirs_to_change_is_refused(
        self, user_client: AsyncClient, name: str
    ) -> None:
        response = await user_client.patch(f"{URL}/me", json={name: "a"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name


class TestList:
    async def test_users_may_not_list_users(self, user_client: AsyncClient) -> None:
        response = await user_client.get(URL)

        assert response.status_code == 403
        assert "'users:read'" in response.json()["detail"]

    async def test_administrators_page_through_users(
        self, admin_client: AsyncClient, db: AsyncSession
    ) -> None:
        await create_user(db)
        await create_user(db)

        page = (await admin_client.get(URL, params={"page": 2, "size": 2})).json()

        assert len(page["items"]) == 1
        assert {name: page[name] for name in ("total", "page", "size", "pages")} == {
            "total": 3,
            "page": 2,
            "size": 2,
            "pages": 2,
        }

    async def test_the_size_of_a_page_is_capped(self, admin_client: AsyncClient) -> None:
        response = await admin_client.get(URL, params={"size": 101})

        assert response.status_code == 422
        assert response.json()["errors"][0]["location"] == "query"

    @pytest.mark.parametrize(
        "filters",
        [
            {"role": "admin", "email_like": "a_b"},
            {"is_active": "false"},
            {"email_like": "A_B%C"},
            {"email_like": "_b%"},
            {"q": "A_B%C"},
            {"q": "", "email_like": "_b%"},
        ],
    )
    async def test_filters_narrow_the_list(
        self, admin_client: AsyncClient, db: AsyncSession, filters: dict[str, str]
    ) -> None:
        await create_user(db, email="axbyc@example.com")
        wanted = await create_user(db, email="a_b%c@example.com", role=Role.ADMIN, is_active=False)

        items = (await admin_client.get(URL, params=filters)).json()["items"]

        assert [item["id"] for item in items] == [wanted.id]


class TestCreate:
    BODY = {"email": "Ada@example.com", "password": PASSWORD}  # noqa: RUF012

    async def test_users_may_not(self, user_client: AsyncClient) -> None:
        assert (await user_client.post(URL, json=self.BODY)).status_code == 403

    async def test_a_new_user_can_sign_in(
        self, admin_client: AsyncClient, mail_server: None
    ) -> None:
        created = (await admin_client.post(URL, json=self.BODY)).json()

        assert created["role"] == "user"
        assert (await sign_in(admin_client, "ada@example.com"))[0] == 200

    async def test_a_taken_address_is_a_conflict(
        self, admin_client: AsyncClient, user: User
    ) -> None:
        response = await admin_client.post(URL, json=self.BODY | {"email": user.email.upper()})

        assert response.status_code == 409
        assert response.json()["errors"][0]["field"] == "email"

    @pytest.mark.parametrize("name", ["id", "role", "is_active", "hashed_password", "unheard_of"])
    async def test_nobody_sets_what_comes_later(self, admin_client: AsyncClient, name: str) -> None:
        response = await admin_client.post(URL, json=self.BODY | {name: "a"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name


class TestGet:
    async def test_users_may_not_see_others(self, user_client: AsyncClient, user: User) -> None:
        assert (await user_client.get(f"{URL}/{user.id}")).status_code == 403

    async def test_administrators_see_a_user(self, admin_client: AsyncClient, user: User) -> None:
        assert (await admin_client.get(f"{URL}/{user.id}")).json()["id"] == user.id

    async def test_an_unknown_user_is_not_found(self, admin_client: AsyncClient) -> None:
        response = await admin_client.get(f"{URL}/4711")

        assert response.status_code == 404
        assert response.json()["detail"] == "User 4711 not found"


class TestUpdate:
    async def test_users_may_not(self, user_client: AsyncClient, user: User) -> None:
        response = await user_client.patch(f"{URL}/{user.id}", json={"role": "admin"})

        assert response.status_code == 403

    async def test_a_role_counts_from_the_next_request_on(
        self, admin_client: AsyncClient, user_client: AsyncClient, user: User
    ) -> None:
        for role, status in (("admin", 200), ("user", 403)):
            await admin_client.patch(f"{URL}/{user.id}", json={"role": role})

            assert (await user_client.get(URL)).status_code == status

    async def test_a_disabled_user_is_out_at_once_and_for_good(
        self, admin_client: AsyncClient, user_client: AsyncClient, user: User
    ) -> None:
        for is_active in (False, True):
            await admin_client.patch(f"{URL}/{user.id}", json={"is_active": is_active})

            assert (await user_client.get(f"{URL}/me")).status_code == 401

    @pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
    async def test_nobody_takes_their_own_rights(
        self, admin_client: AsyncClient, change: dict[str, object]
    ) -> None:
        id = (await admin_client.get(f"{URL}/me")).json()["id"]

        assert (await admin_client.patch(f"{URL}/{id}", json=change)).status_code == 403
        assert (await admin_client.get(URL)).status_code == 200

    @pytest.mark.commits
    @pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
    async def test_of_two_administrators_who_do_it_to_each_other_one_is_left(
        self, app: FastAPI, db: AsyncSession, change: dict[str, object]
    ) -> None:
        ada, bob = [await create_user(db, role=Role.ADMIN) for _ in range(2)]

        async with signed_in(app, ada) as as_ada, signed_in(app, bob) as as_bob:
            answers = await gather(
                as_ada.patch(f"{URL}/{bob.id}", json=change),
                as_bob.patch(f"{URL}/{ada.id}", json=change),
            )

        assert [answer.status_code for answer in answers].count(200) == 1

    async def test_nobody_gives_permissions_that_they_do_not_have(
        self, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        admin = await create_user(db, role=Role.ADMIN)
        permissions = [Permission.READ, Permission.WRITE, Permission.USERS_WRITE]
        headers = {"X-API-Key": await create_api_key(db, admin, permissions)}

        for id, change in ((user.id, {"role": "admin"}), (admin.id, {"full_name": "-"})):
            response = await client.patch(f"{URL}/{id}", json=change, headers=headers)
            assert response.status_code == 403
            assert "'admin'" in response.json()["detail"]

    @pytest.mark.parametrize("name", ["email", "hashed_password", "id", "email_verified_at"])
    async def test_what_is_not_theirs_to_change_is_refused(
        self, admin_client: AsyncClient, user: User, name: str
    ) -> None:
        response = await admin_client.patch(f"{URL}/{user.id}", json={name: "a"})

        assert response.status_code == 422
