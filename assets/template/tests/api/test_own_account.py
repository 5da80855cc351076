import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX
from app.core.permissions import PERMISSIONS, Permission
from app.models.user import Role, User
from kit.mail import Mail
from tests.api.test_account_mails import token_in, verify
from tests.api.test_auth import refresh, see_me, sign_in
from tests.factories.user import PASSWORD, create_user, start_session

URL = f"{API_PREFIX}/account"
ME = f"{API_PREFIX}/users/me"
NEW_PASSWORD = "better horse battery"
CHANGE = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/password"),
        ("POST", "/email"),
        ("GET", "/sessions"),
        ("DELETE", "/sessions"),
        ("DELETE", "/sessions/1"),
    ],
)
async def test_it_needs_a_session(client: AsyncClient, method: str, path: str) -> None:
    assert (await client.request(method, URL + path)).status_code == 401


class TestChangePassword:
    async def test_the_new_one_replaces_the_old_one(
        self, user_client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        assert (await user_client.post(f"{URL}/password", json=CHANGE)).status_code == 204
        assert (await sign_in(user_client, user.email))[0] == 401
        assert (await sign_in(user_client, user.email, NEW_PASSWORD))[0] == 200
        assert mails[0].to == user.email

    async def test_all_sessions_end(
        self, user_client: AsyncClient, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        other = await start_session(db, user)

        await user_client.post(f"{URL}/password", json=CHANGE)

        assert (await user_client.get(ME)).status_code == 401
        assert await see_me(client, other.access_token) == 401
        assert await refresh(client, other.refresh_token) == 401

    async def test_the_current_one_is_asked_for(
        self, user_client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        body = CHANGE | {"current_password": "wrong password"}

        response = await user_client.post(f"{URL}/password", json=body)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "current_password"
        assert (await sign_in(user_client, user.email))[0] == 200
        assert not mails


class TestChangeEmail:
    BODY = {"current_password": PASSWORD, "email": "New@example.com"}  # noqa: RUF012

    async def test_it_changes_when_a_mail_to_it_has_arrived(
        self, user_client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        old = user.email
        assert (await user_client.post(f"{URL}/email", json=self.BODY)).status_code == 202
        assert (await user_client.get(ME)).json()["email"] == old

        assert mails[0].to == "new@example.com"
        assert await verify(user_client, token_in(mails[0])) == 204

        assert (await user_client.get(ME)).json()["email"] == "new@example.com"
        assert mails[1].to == old

    async def test_a_taken_one_looks_the_same(
        self, user_client: AsyncClient, db: AsyncSession, mails: list[Mail]
    ) -> None:
        taken = await create_user(db)

        answers = [
            (await user_client.post(f"{URL}/email", json=self.BODY | {"email": email})).text
            for email in (taken.email, "free@example.com")
        ]

        assert answers[0] == answers[1]
        assert [mail.to for mail in mails] == ["free@example.com"]

    async def test_one_that_is_taken_meanwhile_stays_with_its_owner(
        self, user_client: AsyncClient, db: AsyncSession, mails: list[Mail]
    ) -> None:
        await user_client.post(f"{URL}/email", json=self.BODY)
        await create_user(db, email="new@example.com")

        assert await verify(user_client, token_in(mails[0])) == 409

    async def test_the_password_is_asked_for(
        self, user_client: AsyncClient, mails: list[Mail]
    ) -> None:
        body = self.BODY | {"current_password": "wrong password"}

        response = await user_client.post(f"{URL}/email", json=body)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "current_password"
        assert not mails


class TestSessions:
    async def test_people_see_theirs_and_which_one_this_is(
        self, user_client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        await start_session(db, user)
        await start_session(db, await create_user(db))

        items = (await user_client.get(f"{URL}/sessions")).json()["items"]

        assert [item["is_current"] for item in items] == [True, False]
        assert {item["user_agent"] for item in items} == {"tests"}

    async def test_nothing_secret_is_shown(self, user_client: AsyncClient) -> None:
        body = (await user_client.get(f"{URL}/sessions")).text

        assert "hash" not in body

    async def test_one_can_be_ended(
        self, user_client: AsyncClient, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        other = await start_session(db, user)
        items = (await user_client.get(f"{URL}/sessions")).json()["items"]
        id = next(item["id"] for item in items if not item["is_current"])

        assert (await user_client.delete(f"{URL}/sessions/{id}")).status_code == 204
        assert await see_me(client, other.access_token) == 401
        assert (await user_client.get(ME)).status_code == 200
        assert (await user_client.delete(f"{URL}/sessions/{id}")).status_code == 404

    async def test_those_of_others_are_not_found(
        self, user_client: AsyncClient, admin_client: AsyncClient
    ) -> None:
        items = (await admin_client.get(f"{URL}/sessions")).json()["items"]

        response = await user_client.delete(f"{URL}/sessions/{items[0]['id']}")

        assert response.status_code == 404
        assert (await admin_client.get(ME)).status_code == 200

    async def test_logging_out_everywhere_ends_all_of_them(
        self, user_client: AsyncClient, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        other = await start_session(db, user)
        stranger = await start_session(db, await create_user(db))

        assert (await user_client.delete(f"{URL}/sessions")).status_code == 204
        assert (await user_client.get(ME)).status_code == 401
        assert await see_me(client, other.access_token) == 401
        assert await refresh(client, other.refresh_token) == 401
        assert await see_me(client, stranger.access_token) == 200


async def test_who_may_only_read_still_logs_out(
    user_client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PERMISSIONS, Role.USER, frozenset({Permission.READ}))

    assert (await user_client.patch(ME, json={})).status_code == 403
    assert (await user_client.post(f"{API_PREFIX}/auth/logout")).status_code == 204
