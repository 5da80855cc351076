"""Sessions on connections of their own, as requests have them."""

from asyncio import gather

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import API_PREFIX
from app.models.user import User
from tests.api.test_account_mails import NEW_PASSWORD
from tests.api.test_auth import URL, refresh, see_me, sign_in
from tests.factories.user import PASSWORD, start_session

pytestmark = pytest.mark.commits


async def test_of_many_refreshes_at_once_one_wins(
    client: AsyncClient, db: AsyncSession, user: User
) -> None:
    tokens = await start_session(db, user)

    statuses = await gather(*(refresh(client, tokens.refresh_token) for _ in range(10)))

    assert sorted(statuses) == [200, *[401] * 9]


async def test_a_session_that_was_ended_for_reuse_stays_ended(
    client: AsyncClient, db: AsyncSession, user: User
) -> None:
    tokens = await start_session(db, user)

    assert [await refresh(client, tokens.refresh_token) for _ in "12"] == [200, 401]

    assert await see_me(client, tokens.access_token) == 401


async def test_nobody_stays_signed_in_with_a_password_that_was_changed(
    client: AsyncClient, db: AsyncSession, user: User
) -> None:
    tokens = await start_session(db, user)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    headers = {"Authorization": f"Bearer {tokens.access_token}"}
    form = {"username": user.email, "password": PASSWORD}

    signed_in = await gather(
        *(client.post(f"{URL}/login", data=form) for _ in range(4)),
        client.post(f"{API_PREFIX}/account/password", json=body, headers=headers),
        *(client.post(f"{URL}/login", data=form) for _ in range(4)),
    )

    given = [a.json()["access_token"] for a in signed_in if a.status_code == 200]
    assert (await sign_in(client, user.email, NEW_PASSWORD))[0] == 200
    assert {await see_me(client, token) for token in given} <= {401}
