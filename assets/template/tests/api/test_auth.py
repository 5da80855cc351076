import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from app.services import auth
from tests.factories.user import PASSWORD, create_user

URL = "/api/v1/auth"
NEW_USER = {"email": "ada@example.com", "password": PASSWORD}
# Of the same password, with the parameters of another time.
OLD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$a4QfTyh6V4N9zVNtX0v8/g"
    "$VYyY9FscxER2CmIB9aTEBl16VB+RADYnZdosei93ZvU"
)


async def sign_in(client: AsyncClient, email: str, password: str = PASSWORD) -> tuple[int, str]:
    form = {"username": email, "password": password}
    response = await client.post(f"{URL}/login", data=form)
    return response.status_code, response.json().get("detail", "")


class TestRegister:
    async def test_a_new_user_can_sign_in(self, client: AsyncClient) -> None:
        response = await client.post(f"{URL}/register", json=NEW_USER)

        assert response.status_code == 201
        assert (await sign_in(client, NEW_USER["email"]))[0] == 200

    async def test_an_address_is_taken_in_any_case(self, client: AsyncClient) -> None:
        await client.post(f"{URL}/register", json=NEW_USER)

        again = NEW_USER | {"email": "ADA@example.com"}
        response = await client.post(f"{URL}/register", json=again)

        assert response.status_code == 409
        assert response.json()["errors"][0]["field"] == "email"

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

    async def test_nobody_registers_as_administrator(self, client: AsyncClient) -> None:
        response = await client.post(f"{URL}/register", json=NEW_USER | {"role": "admin"})

        assert response.status_code == 422


class TestSignIn:
    async def test_the_token_opens_the_doors(self, client: AsyncClient, user: User) -> None:
        form = {"username": user.email, "password": PASSWORD}
        token = (await client.post(f"{URL}/login", data=form)).json()["access_token"]

        headers = {"Authorization": f"Bearer {token}"}
        me = await client.get("/api/v1/users/me", headers=headers)

        assert me.json()["id"] == user.id

    async def test_every_failure_looks_the_same(
        self, client: AsyncClient, user: User, db: AsyncSession
    ) -> None:
        disabled = await create_user(db, is_active=False)

        answers = {
            await sign_in(client, user.email, "wrong password"),
            await sign_in(client, "nobody@example.com"),
            await sign_in(client, disabled.email),
        }

        assert answers == {(401, "The email address or the password is wrong")}

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

    async def test_a_password_that_changes_meanwhile_stays_changed(
        self, client: AsyncClient, db: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = await create_user(db, hashed_password=OLD_HASH)

        async def check_while_it_changes(*_: object) -> str:
            user.hashed_password = "changed"
            await db.commit()
            return "newer"

        monkeypatch.setattr(auth, "verify_password", check_while_it_changes)
        await sign_in(client, user.email)

        await db.refresh(user)
        assert user.hashed_password == "changed"
