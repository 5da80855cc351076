"""What begins or ends with a mail: registering, confirming an address, a forgotten password."""

from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX, get_settings
from app.core.permissions import Permission
from app.core.security import MailClaims
from app.models.user import User
from app.services import own_account
from app.services.user import UserService
from kit.mail import Mail
from tests.api.test_auth import refresh, see_me, sign_in
from tests.factories.api_key import create_api_key
from tests.factories.user import PASSWORD, create_user, start_session

URL = f"{API_PREFIX}/auth"
NEW_PASSWORD = "better horse battery"
NEW_USER = {"email": "ada@example.com", "password": PASSWORD}


def token_in(mail: Mail) -> str:
    return mail.text.partition("#token=")[2].split()[0]


async def verify(client: AsyncClient, token: str) -> int:
    response = await client.post(f"{URL}/verify-email", json={"token": token})
    return response.status_code


async def reset(client: AsyncClient, token: str) -> int:
    body = {"token": token, "new_password": NEW_PASSWORD}
    return (await client.post(f"{URL}/reset-password", json=body)).status_code


def visible(response: Response) -> tuple[Any, ...]:
    """What somebody sees of an answer, but for what is never the same."""
    changing = {"x-request-id"}
    headers = {name: v for name, v in response.headers.items() if name not in changing}
    return response.status_code, headers, response.json()


class TestRegister:
    async def test_who_follows_the_link_can_sign_in(
        self, client: AsyncClient, mails: list[Mail], mail_server: None
    ) -> None:
        response = await client.post(f"{URL}/register", json=NEW_USER)

        assert response.status_code == 202
        assert (await sign_in(client, NEW_USER["email"]))[0] == 401
        assert mails[0].to == NEW_USER["email"]
        assert await verify(client, token_in(mails[0])) == 204
        assert (await sign_in(client, NEW_USER["email"]))[0] == 200

    async def test_the_answer_is_the_same_for_an_address_that_is_taken(
        self, client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        answers = [
            visible(await client.post(f"{URL}/register", json=NEW_USER | {"email": email}))
            for email in (user.email, user.email.upper(), "free@example.com")
        ]

        assert answers[0] == answers[1] == answers[2]
        assert [mail.to for mail in mails] == [user.email, user.email, "free@example.com"]

    async def test_who_has_an_account_keeps_its_password(
        self, client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        body = {"email": user.email, "password": NEW_PASSWORD}
        await client.post(f"{URL}/register", json=body)

        assert (await sign_in(client, user.email, NEW_PASSWORD))[0] == 401
        assert (await sign_in(client, user.email))[0] == 200
        assert "account already" in mails[0].subject

    async def test_a_disabled_user_gets_no_mail(
        self, client: AsyncClient, db: AsyncSession, mails: list[Mail]
    ) -> None:
        disabled = await create_user(db, is_active=False)

        await client.post(f"{URL}/register", json=NEW_USER | {"email": disabled.email})

        assert not mails

    async def test_a_short_password_is_refused(self, client: AsyncClient) -> None:
        response = await client.post(f"{URL}/register", json=NEW_USER | {"password": "short"})

        assert response.status_code == 422
        assert "short" not in response.text.replace("too_short", "")

    async def test_a_common_password_is_refused_without_being_repeated(
        self, client: AsyncClient
    ) -> None:
        body = NEW_USER | {"password": "Sunshine1"}
        response = await client.post(f"{URL}/register", json=body)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "password"
        assert "sunshine" not in response.text.lower()

    @pytest.mark.parametrize("length", [129, 10**6, 2 * 10**6])
    async def test_a_long_password_is_refused_without_being_repeated(
        self, client: AsyncClient, length: int
    ) -> None:
        answers = [
            await client.post(f"{URL}/register", json=NEW_USER | {"password": "x" * length}),
            await client.post(f"{URL}/login", data={"username": "a", "password": "x" * length}),
        ]

        assert {answer.status_code for answer in answers} <= {413, 422}
        assert all(len(answer.text) < 1000 for answer in answers)

    @pytest.mark.parametrize(
        "name", ["role", "id", "is_active", "hashed_password", "email_verified_at", "is_superuser"]
    )
    async def test_nobody_sets_what_is_not_theirs(self, client: AsyncClient, name: str) -> None:
        response = await client.post(f"{URL}/register", json=NEW_USER | {name: "admin"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name

    async def test_it_can_be_closed(
        self, client: AsyncClient, mails: list[Mail], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(get_settings(), "registration_enabled", False)

        assert (await client.post(f"{URL}/register", json=NEW_USER)).status_code == 403
        assert not mails

    @pytest.mark.parametrize(
        "email",
        [" ada@example.com ", "ada@xn--bcher-kva.example", "u\N{COMBINING DIAERESIS}@example.com"],
    )
    async def test_who_writes_the_address_as_before_can_sign_in(
        self, client: AsyncClient, email: str
    ) -> None:
        await client.post(f"{URL}/register", json=NEW_USER | {"email": email})

        assert (await sign_in(client, email))[0] == 200


class TestVerifyEmail:
    @pytest.fixture
    async def token(self, client: AsyncClient, mails: list[Mail]) -> str:
        await client.post(f"{URL}/register", json=NEW_USER)
        return token_in(mails.pop())

    async def test_a_token_works_once(self, client: AsyncClient, token: str) -> None:
        assert [await verify(client, token) for _ in "12"] == [204, 422]

    async def test_a_token_is_of_no_use_after_a_change_of_the_password(
        self, client: AsyncClient, db: AsyncSession, token: str
    ) -> None:
        user = await UserService(db).get_by_email(NEW_USER["email"])
        assert user
        user.hashed_password = "another"
        await db.commit()

        assert await verify(client, token) == 422

    async def test_it_is_no_token_for_anything_else(self, client: AsyncClient, token: str) -> None:
        assert await reset(client, token) == 422
        assert await see_me(client, token) == 401
        assert await refresh(client, token) == 401


class TestForgottenPassword:
    @pytest.fixture
    async def token(self, client: AsyncClient, user: User, mails: list[Mail]) -> str:
        await client.post(f"{URL}/forgot-password", json={"email": user.email.upper()})
        return token_in(mails.pop())

    async def test_the_answer_is_the_same_for_an_unknown_address(
        self, client: AsyncClient, user: User, mails: list[Mail]
    ) -> None:
        answers = [
            visible(await client.post(f"{URL}/forgot-password", json={"email": email}))
            for email in (user.email, "nobody@example.com")
        ]

        assert answers[0] == answers[1]
        assert [mail.to for mail in mails] == [user.email]

    async def test_a_token_is_made_for_an_unknown_address_too(
        self, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[str] = []

        def make(purpose: str, _: MailClaims) -> str:
            made.append(purpose)
            return "token"

        monkeypatch.setattr(own_account, "create_mail_token", make)
        await client.post(f"{URL}/forgot-password", json={"email": "nobody@example.com"})

        assert made == ["reset-password"]

    async def test_the_new_password_replaces_the_old_one(
        self, client: AsyncClient, user: User, token: str, mails: list[Mail]
    ) -> None:
        assert await reset(client, token) == 204
        assert (await sign_in(client, user.email))[0] == 401
        assert (await sign_in(client, user.email, NEW_PASSWORD))[0] == 200
        assert "was changed" in mails[0].subject

    async def test_all_sessions_end(
        self, client: AsyncClient, db: AsyncSession, user: User, token: str
    ) -> None:
        tokens = await start_session(db, user)

        await reset(client, token)

        assert await see_me(client, tokens.access_token) == 401
        assert await refresh(client, tokens.refresh_token) == 401

    async def test_all_api_keys_end(
        self, client: AsyncClient, db: AsyncSession, user: User, token: str
    ) -> None:
        headers = {"X-API-Key": await create_api_key(db, user, [Permission.READ])}
        assert (await client.get(f"{API_PREFIX}/users/me", headers=headers)).status_code == 200

        await reset(client, token)

        assert (await client.get(f"{API_PREFIX}/users/me", headers=headers)).status_code == 401

    async def test_a_token_works_once(self, client: AsyncClient, token: str) -> None:
        assert [await reset(client, token) for _ in "12"] == [204, 422]

    @pytest.mark.parametrize(
        "change", [{"email": "other@example.com"}, {"hashed_password": "-"}, {"is_active": False}]
    )
    async def test_a_token_is_bound_to_the_account_as_it_was(
        self,
        client: AsyncClient,
        db: AsyncSession,
        user: User,
        token: str,
        change: dict[str, object],
    ) -> None:
        for name, value in change.items():
            setattr(user, name, value)
        await db.commit()

        assert await reset(client, token) == 422

    async def test_it_shows_that_mail_arrives(
        self, client: AsyncClient, db: AsyncSession, mails: list[Mail], mail_server: None
    ) -> None:
        user = await create_user(db, email_verified_at=None)
        await client.post(f"{URL}/forgot-password", json={"email": user.email})

        await reset(client, token_in(mails[0]))

        assert (await sign_in(client, user.email, NEW_PASSWORD))[0] == 200

    async def test_it_is_no_token_for_anything_else(self, client: AsyncClient, token: str) -> None:
        assert await verify(client, token) == 422
        assert await see_me(client, token) == 401
        assert await refresh(client, token) == 401

    async def test_a_bad_password_leaves_the_token_good(
        self, client: AsyncClient, token: str
    ) -> None:
        body = {"token": token, "new_password": "short"}
        assert (await client.post(f"{URL}/reset-password", json=body)).status_code == 422

        assert await reset(client, token) == 204
