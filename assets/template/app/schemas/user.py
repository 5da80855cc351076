from datetime import datetime
from typing import Annotated

from pydantic import MISSING, AfterValidator, Field

from app.models.user import Role
from app.schemas.base import CreateSchema, ResponseSchema, UpdateSchema
from app.schemas.common import FilterSchema
from kit.schemas.passwords import is_common
from kit.schemas.types import Email, Moment, NonBlank, TextPart


def _check_common(value: str) -> str:
    if is_common(value):
        raise ValueError("is one of the passwords that are guessed first")
    return value


Password = Annotated[str, Field(min_length=8, max_length=128), AfterValidator(_check_common)]
FullName = Annotated[NonBlank, Field(max_length=255)]


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


class UserFilters(FilterSchema):
    email_like: TextPart | MISSING = MISSING
    role: Role | MISSING = MISSING
    is_active: bool | MISSING = MISSING
    created_at_ge: Moment | MISSING = MISSING
    created_at_lt: Moment | MISSING = MISSING


class UserResponse(ResponseSchema):
    id: int
    email: str
    email_verified_at: datetime | None
    full_name: str | None
    role: Role
    is_active: bool
    created_at: datetime
    updated_at: datetime
