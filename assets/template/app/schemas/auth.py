from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from app.schemas.base import RequestSchema, ResponseSchema
from app.schemas.user import Password
from kit.schemas.types import Email

# Longer than any token that is given out.
Token = Annotated[str, Field(max_length=2048)]


_address = TypeAdapter(Email)


def _as_kept(username: str) -> str:
    """An address can be written in several ways, and is kept in one."""
    try:
        return _address.validate_python(username)
    except ValidationError:
        return username  # nobody's


class SignInForm(RequestSchema):
    """The OAuth2 password form; `username` is the email address."""

    # OAuth2 has servers ignore what they do not know.
    model_config = ConfigDict(extra="ignore")

    grant_type: Literal["password"] = "password"
    username: Annotated[str, Field(max_length=254), AfterValidator(_as_kept)]
    password: str = Field(max_length=128)


class TokenResponse(ResponseSchema):
    """OAuth2 tokens; `expires_in` is in seconds, `scope` are the permissions of the user."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
    refresh_token: str
    scope: str


class RefreshRequest(RequestSchema):
    refresh_token: Token


class VerifyEmailRequest(RequestSchema):
    token: Token


class ForgotPasswordRequest(RequestSchema):
    email: Email


class ResetPasswordRequest(RequestSchema):
    token: Token
    new_password: Password


class Accepted(ResponseSchema):
    """What happens next, whether or not there is such an account."""

    detail: str
