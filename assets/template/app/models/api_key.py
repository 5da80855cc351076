from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import OwnedModel
from kit.models.types import Json


class ApiKey(OwnedModel):
    """A key with which a machine acts for a user; only its hash is kept."""

    name: Mapped[str] = mapped_column(String(100))
    hashed_key: Mapped[str] = mapped_column(String(64), unique=True)
    # How the key begins, so that its owner can tell which one it is.
    prefix: Mapped[str] = mapped_column(String(16))
    permissions: Mapped[list[str]] = mapped_column(Json)
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
