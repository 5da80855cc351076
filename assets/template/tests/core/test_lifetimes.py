"""How long tokens last."""

from datetime import timedelta

import jwt
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings, get_settings
from app.models.user import User
from app.models.user_session import UserSession
from tests.factories.user import start_session


def test_an_access_token_lasts_minutes_and_a_session_days() -> None:
    names = ("access_token_minutes", "refresh_token_days")

    assert [Settings.model_fields[name].default for name in names] == [15, 14]


async def test_settings_say_how_many(
    db: AsyncSession, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "access_token_minutes", 5)
    monkeypatch.setattr(get_settings(), "refresh_token_days", 3)

    tokens = await start_session(db, user)

    claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == tokens.expires_in == 5 * 60
    session = (await db.scalars(select(UserSession))).one()
    assert session.expires_at - session.last_used_at == timedelta(days=3)
