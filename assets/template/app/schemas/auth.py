from typing import Literal

from pydantic import ConfigDict, Field

from app.schemas.base import RequestSchema, ResponseSchema


class SignInForm(RequestSchema):
    """The OAuth2 password form; `username` is the email address."""

    # OAuth2 has servers ignore what they do not know.
    model_config = ConfigDict(extra="ignore")

    grant_type: Literal["password"] | None = None
    username: str = Field(max_length=254)
    password: str = Field(max_length=128)


class TokenResponse(ResponseSchema):
    """An OAuth2 access token; `expires_in` is in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
