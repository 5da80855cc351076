from datetime import datetime

from pydantic import Field

from app.schemas.base import RequestSchema, ResponseSchema
from app.schemas.user import Password
from kit.schemas.types import Email


class ChangePasswordRequest(RequestSchema):
    current_password: str = Field(max_length=128)
    new_password: Password


class ChangeEmailRequest(RequestSchema):
    current_password: str = Field(max_length=128)
    email: Email


class UserSessionResponse(ResponseSchema):
    id: int
    user_agent: str | None
    is_current: bool
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
