from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.models.base import BaseModel
from kit.models.types import Json


class IdempotencyKey(BaseModel):
    """What a user asked for under a key, and the answer, for when the same is asked again."""

    __table_args__ = (UniqueConstraint("user_id", "key"), Index(None, "created_at"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[list[list[str]]] = mapped_column(Json)
    body: Mapped[bytes] = mapped_column(LargeBinary)
