from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.core.permissions import Permission
from app.schemas.base import CreateSchema, ResponseSchema
from kit.schemas.types import NonBlank


class ApiKeyCreate(CreateSchema):
    name: NonBlank = Field(max_length=100)
    permissions: Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]
    expires_in_days: int = Field(default=90, ge=1, le=365)
    current_password: str = Field(max_length=128)


class ApiKeyResponse(ResponseSchema):
    id: int
    name: str
    prefix: str
    permissions: list[Permission]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime


class ApiKeyCreated(ApiKeyResponse):
    """The only answer that has the key."""

    key: str
