from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from tests.factories.user import create_user

URL = "/api/v1/users"


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

    async def test_nobody_gives_themselves_a_role(self, user_client: AsyncClient) -> None:
        response = await user_client.patch(f"{URL}/me", json={"role": "admin"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "role"


class TestAdministration:
    async def test_users_may_not_list_users(self, user_client: AsyncClient) -> None:
        assert (await user_client.get(URL)).status_code == 403

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

    async def test_administrators_see_a_user(self, admin_client: AsyncClient, user: User) -> None:
        assert (await admin_client.get(f"{URL}/{user.id}")).json()["id"] == user.id

    async def test_an_unknown_user_is_not_found(self, admin_client: AsyncClient) -> None:
        response = await admin_client.get(f"{URL}/4711")

        assert response.status_code == 404
        assert response.json()["detail"] == "User 4711 not found"
