from datetime import datetime

from bench_app.db.base import Base
from sqlalchemy import BigInteger, DateTime, String, func
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    """Model of a user."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    email: Mapped[str] = mapped_column(String(length=254), unique=True)
    hashed_password: Mapped[str] = mapped_column(String(length=255))
    full_name: Mapped[str | None] = mapped_column(String(length=255))
    role: Mapped[str] = mapped_column(String(length=50))
    is_active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
