import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX
from app.models.user import User
from app.models.user_session import UserSession
from app.schemas.auth import TokenResponse
from app.services import auth
from kit.models.base import utc_now
from tests.factories.user import PASSWORD, create_user, start_session

URL = f"{API_PREFIX}/auth"
ME = f"{API_PREFIX}/users/me"
# Of the same password, with the parameters of another time.
OLD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$a4QfTyh6V4N9zVNtX0v8/g"
    "$VYyY9FscxER2CmIB9aTEBl16VB+RADYnZdosei93ZvU"
)


async def sign_in(client: AsyncClient, email: str, password: str = PASSWORD) -> tuple[int, str]:
    form = {"username": email, "password": password}
    response = await client.post(f"{URL}/login", data=form)
    return response.status_code, response.json().get("detail", "")


async def see_me(client: AsyncClient, access_token: str) -> int:
    response = await client.get(ME, headers={"Authorization": f"Bearer {access_token}"})
    return response.status_code


async def refresh(client: AsyncClient, refresh_token: str) -> int:
    response = await client.post(f"{URL}/refresh", json={"refresh_token": refresh_token})
    return response.status_code


class TestSignIn:
    async def test_the_token_opens_the_doors(self, client: AsyncClient, user: User) -> None:
        form = {"username": user.email, "password": PASSWORD}
        token = (await client.post(f"{URL}/login", data=form)).json()["access_token"]

        headers = {"Authorization": f"Bearer {token}"}
        me = await client.get(ME, headers=headers)

        assert me.json()["id"] == user.id

    async def test_the_answer_names_the_permissions_of_the_role(
        self, client: AsyncClient, user: User
    ) -> None:
        form = {"username": user.email, "password": PASSWORD, "scope": "users:write"}

        answer = (await client.post(f"{URL}/login", data=form)).json()

        assert answer["scope"] == "read write"

    async def test_every_failure_looks_the_same(
        self, client: AsyncClient, user: User, db: AsyncSession
    ) -> None:
        disabled = await create_user(db, is_active=False)

        answers = {
            await sign_in(client, user.email, "wrong password"),
            await sign_in(client, "nobody@example.com"),
            await sign_in(client, disabled.email),
        }

        assert len(answers) == 1
        assert answers.pop()[0] == 401

    async def test_an_address_that_is_not_confirmed_looks_the_same_where_mail_is_sent(
        self, client: AsyncClient, db: AsyncSession, mail_server: None
    ) -> None:
        unconfirmed = await create_user(db, email_verified_at=None)
        confirmed = await create_user(db)

        assert (await sign_in(client, confirmed.email))[0] == 200
        assert await sign_in(client, unconfirmed.email) == await sign_in(client, "a@example.com")

    async def test_an_address_need_not_be_confirmed_where_no_mail_is_sent(
        self, client: AsyncClient, db: AsyncSession
    ) -> None:
        unconfirmed = await create_user(db, email_verified_at=None)

        assert (await sign_in(client, unconfirmed.email))[0] == 200

    async def test_an_old_hash_is_replaced_once(
        self, client: AsyncClient, db: AsyncSession
    ) -> None:
        user = await create_user(db, hashed_password=OLD_HASH)

        hashes = [OLD_HASH]
        for _ in range(2):
            assert (await sign_in(client, user.email))[0] == 200
            await db.refresh(user)
            hashes.append(user.hashed_password)

        assert OLD_HASH != hashes[1] == hashes[2]

    async def test_a_wrong_password_leaves_an_old_hash(
        self, client: AsyncClient, db: AsyncSession
    ) -> None:
        user = await create_user(db, hashed_password=OLD_HASH)

        assert (await sign_in(client, user.email, "wrong password"))[0] == 401
        await db.refresh(user)
        assert user.hashed_password == OLD_HASH

    @pytest.mark.parametrize("change", [{"hashed_password": "changed"}, {"is_active": False}])
    async def test_what_changes_while_the_password_is_checked_counts(
        self,
        client: AsyncClient,
        db: AsyncSession,
        monkeypatch: pytest.MonkeyPatch,
        change: dict[str, object],
    ) -> None:
        user = await create_user(db)

        async def check_while_it_changes(*_: object) -> str:
            for name, value in change.items():
                setattr(user, name, value)
            await db.commit()
            return "newer"

        monkeypatch.setattr(auth, "verify_password", check_while_it_changes)

        assert (await sign_in(client, user.email))[0] == 401
        await db.refresh(user)
        assert user.hashed_password != "newer"


class TestRefresh:
    @pytest.fixture
    async def tokens(self, db: AsyncSession, user: User) -> TokenResponse:
        return await start_session(db, user)

    async def test_it_gives_new_tokens(self, client: AsyncClient, tokens: TokenResponse) -> None:
        body = {"refresh_token": tokens.refresh_token}

        answer = (await client.post(f"{URL}/refresh", json=body)).json()

        assert answer["refresh_token"] != tokens.refresh_token
        assert await see_me(client, answer["access_token"]) == 200
        assert await refresh(client, answer["refresh_token"]) == 200

    async def test_a_second_use_ends_the_session_for_all_who_have_a_token_of_it(
        self, client: AsyncClient, tokens: TokenResponse
    ) -> None:
        body = {"refresh_token": tokens.refresh_token}
        newer = (await client.post(f"{URL}/refresh", json=body)).json()

        assert await refresh(client, tokens.refresh_token) == 401
        assert await refresh(client, newer["refresh_token"]) == 401
        assert await see_me(client, newer["access_token"]) == 401

    async def test_other_sessions_of_the_user_go_on(
        self, client: AsyncClient, db: AsyncSession, user: User, tokens: TokenResponse
    ) -> None:
        other = await start_session(db, user)

        assert [await refresh(client, tokens.refresh_token) for _ in "12"] == [200, 401]
        assert await refresh(client, other.refresh_token) == 200

    async def test_it_ends_with_its_time(
        self, client: AsyncClient, db: AsyncSession, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.services.user_session.utc_now", lambda: utc_now().replace(2000))
        tokens = await start_session(db, user)
        monkeypatch.undo()

        assert await refresh(client, tokens.refresh_token) == 401

    async def test_a_disabled_user_gets_none(
        self, client: AsyncClient, db: AsyncSession, user: User, tokens: TokenResponse
    ) -> None:
        user.is_active = False
        await db.commit()

        assert await refresh(client, tokens.refresh_token) == 401

    @pytest.mark.parametrize("token", ["", ".", "a.b", "a", "\N{SNOWMAN}.a", "a" * 2048])
    async def test_what_is_no_token_is_refused(self, client: AsyncClient, token: str) -> None:
        assert await refresh(client, token) == 401

    async def test_an_access_token_is_refused(
        self, client: AsyncClient, tokens: TokenResponse
    ) -> None:
        assert await refresh(client, tokens.access_token) == 401

    async def test_only_hashes_are_kept(self, db: AsyncSession, tokens: TokenResponse) -> None:
        result = await db.execute(UserSession.__table__.select())
        kept = str(result.all())

        assert not any(part in kept for part in tokens.refresh_token.split("."))


class TestLogout:
    async def test_it_ends_this_session_at_once(
        self, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        ended, other = await start_session(db, user), await start_session(db, user)
        headers = {"Authorization": f"Bearer {ended.access_token}"}

        assert (await client.post(f"{URL}/logout", headers=headers)).status_code == 204
        assert await see_me(client, ended.access_token) == 401
        assert await refresh(client, ended.refresh_token) == 401
        assert await see_me(client, other.access_token) == 200

    async def test_what_it_ended_does_not_begin_again_with_the_next_session(
        self, client: AsyncClient, db: AsyncSession, user: User
    ) -> None:
        ended = await start_session(db, user)
        headers = {"Authorization": f"Bearer {ended.access_token}"}
        await client.post(f"{URL}/logout", headers=headers)

        await start_session(db, user)

        assert await see_me(client, ended.access_token) == 401

    async def test_it_needs_a_session(self, client: AsyncClient) -> None:
        assert (await client.post(f"{URL}/logout")).status_code == 401
