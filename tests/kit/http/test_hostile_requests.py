"""What no URL and no header should hold is refused, or found nowhere."""

import pytest
from httpx2 import AsyncClient

from app.models.user import User
from tests.factories.user import PASSWORD

USERS = "/api/v1/users"
LOGIN = "/api/v1/auth/login"
NEW_USER = {"email": "ada@example.com", "password": PASSWORD}


class TestUrl:
    @pytest.mark.parametrize(
        ("url", "status"),
        [
            (f"{USERS}/%00", 422),
            (f"{USERS}/%ED%A0%80", 422),
            (f"{USERS}?email_like=%00", 422),
            (f"{USERS}?email_like=%ED%A0%80", 200),
            (f"{USERS}?q=%00", 422),
            (f"{USERS}?q=%ED%A0%80", 200),
            (f"{USERS}?role=%ED%A0%80", 422),
            (f"{USERS}?sort=%ED%A0%80", 422),
            (f"{USERS}?cursor=%ED%A0%80", 422),
        ],
    )
    async def test_what_is_no_text_is_refused_or_found_nowhere(
        self, admin_client: AsyncClient, url: str, status: int
    ) -> None:
        response = await admin_client.get(url)

        assert response.status_code == status
        assert not response.json().get("items")


@pytest.mark.parametrize("value", [b"a\0b", b"\xff", b"\xed\xa0\x80", b"a" * 10_000])
class TestHeaders:
    @pytest.mark.parametrize("name", [b"Authorization", b"X-API-Key"])
    async def test_it_lets_nobody_in(self, client: AsyncClient, name: bytes, value: bytes) -> None:
        response = await client.get(f"{USERS}/me", headers=[(name, value)])

        assert response.status_code == 401

    async def test_it_is_no_tag(self, user_client: AsyncClient, value: bytes) -> None:
        response = await user_client.patch(f"{USERS}/me", json={}, headers=[(b"If-Match", value)])

        assert response.status_code == 422

    async def test_it_names_no_request(self, admin_client: AsyncClient, value: bytes) -> None:
        headers = [(b"Idempotency-Key", value)]

        assert (await admin_client.post(USERS, json=NEW_USER, headers=headers)).status_code == 422

    async def test_a_browser_may_call_itself_anything(
        self, client: AsyncClient, user: User, value: bytes
    ) -> None:
        form = {"username": user.email, "password": PASSWORD}

        response = await client.post(LOGIN, data=form, headers=[(b"User-Agent", value)])

        assert response.status_code == 200
