from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import OwnedModel


class UserSession(OwnedModel):
    """A sign-in, from one device, until it ends; deleted when it does.

    A refresh token has two parts: the family stays, the secret is another one after each use. Only
    their hashes are kept.
    """

    # An access token names its session by the id: SQLite must not give that to a later one.
    __table_args__ = ({"sqlite_autoincrement": True},)

    hashed_family: Mapped[str] = mapped_column(String(64), unique=True)
    hashed_secret: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str | None] = mapped_column(String(255))
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
