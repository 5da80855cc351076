from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import MISSING, AfterValidator, Field

from app.core.passwords import is_common
from app.models.user import Role
from app.schemas.base import CreateSchema, ResponseSchema, UpdateSchema
from app.schemas.types import Email


def _check_common(value: str) -> str:
    if is_common(value):
        raise ValueError("is one of the passwords that are guessed first")
    return value


Password = Annotated[str, Field(min_length=8, max_length=128), AfterValidator(_check_common)]
FullName = Annotated[str, Field(max_length=255)]


class UserCreate(CreateSchema):
    email: Email
    password: Password
    full_name: FullName | None = None


class UserUpdate(UpdateSchema):
    full_name: FullName | MISSING | None = MISSING


class UserAdministration(UpdateSchema):
    """What an administrator changes of a user."""

    full_name: FullName | MISSING | None = MISSING
    role: Role | MISSING = MISSING
    is_active: bool | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class UserFilters:
    """Which users a list has; `email` is a part of the address."""

    email: Annotated[str | None, Field(max_length=254)] = None
    role: Role | None = None
    is_active: bool | None = None


class UserResponse(ResponseSchema):
    id: int
    email: str
    email_verified_at: datetime | None
    full_name: str | None
    role: Role
    is_active: bool
    created_at: datetime
    updated_at: datetime
