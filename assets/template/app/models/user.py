from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import BaseModel


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class User(BaseModel):
    email: Mapped[str] = mapped_column(String(254), unique=True)
    # Set when somebody has shown that mail to this address reaches them.
    email_verified_at: Mapped[datetime | None]
    hashed_password: Mapped[str] = mapped_column(String(255))
    full_name: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(default=Role.USER)
    is_active: Mapped[bool] = mapped_column(default=True)
