from typing import Literal

from app.schemas.base import ResponseSchema


class TokenResponse(ResponseSchema):
    """An OAuth2 access token; `expires_in` is in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
