from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX
from app.models.api_key import ApiKey
from app.models.user import Role, User
from kit.models.base import utc_now
from tests.factories.user import PASSWORD

URL = f"{API_PREFIX}/api-keys"
BODY = {"name": "nightly import", "permissions": ["read"], "current_password": PASSWORD}

Ask = Callable[..., Coroutine[Any, Any, Response]]


@pytest.fixture
async def key(user_client: AsyncClient) -> str:
    created: str = (await user_client.post(URL, json=BODY)).json()["key"]
    return created


@pytest.fixture
async def stored(db: AsyncSession, key: str) -> ApiKey:
    return (await db.scalars(select(ApiKey).where(ApiKey.prefix == key[:12]))).one()


@pytest.fixture
def ask(client: AsyncClient, key: str) -> Ask:
    """Somebody who has nothing but the key."""

    async def ask(method: str, url: str, **options: Any) -> Response:
        return await client.request(method, url, headers={"X-API-Key": key}, **options)

    return ask


@pytest.mark.parametrize(("method", "url"), [("GET", URL), ("POST", URL), ("DELETE", f"{URL}/1")])
async def test_it_needs_a_session(client: AsyncClient, method: str, url: str) -> None:
    assert (await client.request(method, url)).status_code == 401


class TestCreate:
    async def test_the_key_is_shown_once(self, user_client: AsyncClient) -> None:
        created = (await user_client.post(URL, json=BODY)).json()
        listed = (await user_client.get(URL)).json()["items"]

        assert created["key"].startswith(created["prefix"])
        assert listed == [{name: created[name] for name in created if name != "key"}]

    async def test_only_a_hash_is_kept(self, stored: ApiKey, key: str) -> None:
        assert key not in (stored.hashed_key, stored.prefix)
        assert len(stored.prefix) < len(key) / 2

    @pytest.mark.parametrize("name", ["", " \t"])
    async def test_it_has_a_name(self, user_client: AsyncClient, name: str) -> None:
        response = await user_client.post(URL, json=BODY | {"name": name})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "name"

    async def test_the_password_is_asked_for(self, user_client: AsyncClient) -> None:
        response = await user_client.post(URL, json=BODY | {"current_password": "wrong password"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "current_password"

    async def test_nobody_gives_away_what_they_do_not_have(self, user_client: AsyncClient) -> None:
        body = BODY | {"permissions": ["read", "users:write"]}

        response = await user_client.post(URL, json=body)

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "permissions"

    @pytest.mark.parametrize("days", [0, 366])
    async def test_every_key_expires(self, user_client: AsyncClient, days: int) -> None:
        response = await user_client.post(URL, json=BODY | {"expires_in_days": days})

        assert response.status_code == 422

    async def test_a_key_makes_no_key(self, ask: Ask, db: AsyncSession, stored: ApiKey) -> None:
        stored.permissions = ["read", "write"]
        await db.commit()

        assert (await ask("POST", URL, json=BODY)).status_code == 403


class TestUse:
    async def test_it_acts_for_its_owner(self, ask: Ask, user: User) -> None:
        assert (await ask("GET", f"{API_PREFIX}/users/me")).json()["id"] == user.id

    async def test_it_does_what_it_is_for_and_no_more(self, ask: Ask) -> None:
        response = await ask("PATCH", f"{API_PREFIX}/users/me", json={"full_name": "Ada"})

        assert response.status_code == 403
        assert "'write'" in response.json()["detail"]

    async def test_it_does_no_more_than_its_owner_can_at_that_moment(
        self, ask: Ask, db: AsyncSession, user: User, stored: ApiKey
    ) -> None:
        user.role = Role.ADMIN
        stored.permissions = ["read", "users:read"]
        await db.commit()
        assert (await ask("GET", f"{API_PREFIX}/users")).status_code == 200

        user.role = Role.USER
        await db.commit()
        assert (await ask("GET", f"{API_PREFIX}/users")).status_code == 403

    async def test_it_opens_no_account(self, ask: Ask) -> None:
        assert (await ask("GET", f"{API_PREFIX}/account/sessions")).status_code == 403

    async def test_it_ends_with_its_time(self, ask: Ask, db: AsyncSession, stored: ApiKey) -> None:
        stored.expires_at = utc_now()
        await db.commit()

        assert (await ask("GET", f"{API_PREFIX}/users/me")).status_code == 401

    async def test_it_ends_with_its_owner(self, ask: Ask, db: AsyncSession, user: User) -> None:
        user.is_active = False
        await db.commit()

        assert (await ask("GET", f"{API_PREFIX}/users/me")).status_code == 401

    async def test_it_stays_ended_when_its_owner_is_enabled_again(
        self, ask: Ask, admin_client: AsyncClient, user: User
    ) -> None:
        for is_active in (False, True):
            change = {"is_active": is_active}
            response = await admin_client.patch(f"{API_PREFIX}/users/{user.id}", json=change)
            assert response.status_code == 200

        assert (await ask("GET", f"{API_PREFIX}/users/me")).status_code == 401

    @pytest.mark.parametrize("key", ["", "key_", "key_" + "a" * 43, "\xe9", "a" * 10_000])
    async def test_what_is_no_key_is_refused(self, client: AsyncClient, key: str) -> None:
        headers = {b"X-API-Key": key.encode("latin-1")}

        assert (await client.get(f"{API_PREFIX}/users/me", headers=headers)).status_code == 401

    async def test_its_last_use_is_written_down_once_a_minute(
        self, ask: Ask, db: AsyncSession, stored: ApiKey
    ) -> None:
        assert stored.last_used_at is None
        await ask("GET", f"{API_PREFIX}/users/me")
        await db.refresh(stored)
        first = stored.last_used_at

        await ask("GET", f"{API_PREFIX}/users/me")
        await db.refresh(stored)
        assert first == stored.last_used_at is not None

        stored.last_used_at -= timedelta(minutes=1)
        await db.commit()
        await ask("GET", f"{API_PREFIX}/users/me")
        await db.refresh(stored)
        assert stored.last_used_at > first


class TestDelete:
    async def test_it_ends_at_once(
        self, user_client: AsyncClient, ask: Ask, stored: ApiKey
    ) -> None:
        assert (await user_client.delete(f"{URL}/{stored.id}")).status_code == 204
        assert (await ask("GET", f"{API_PREFIX}/users/me")).status_code == 401

    async def test_those_of_others_are_not_found(
        self, admin_client: AsyncClient, stored: ApiKey
    ) -> None:
        assert (await admin_client.delete(f"{URL}/{stored.id}")).status_code == 404
        assert (await admin_client.get(URL)).json()["items"] == []
