"""What is counted before an endpoint works: attempts of a client, and at an account.

A client that is over its limit is refused first, and then counts for no account. An account that
does not exist counts as one that does.
"""

from typing import Annotated

from fastapi import Depends, Form
from fastapi.requests import HTTPConnection

from app.config import Settings
from app.core.permissions import OwnSession
from app.dependencies import CurrentSession
from app.schemas.auth import ForgotPasswordRequest, SignInForm
from app.schemas.own_account import ChangeEmailRequest
from app.schemas.user import UserCreate
from kit.http.rate_limit.client import client_of
from kit.http.rate_limit.limiter import RateLimiter
from kit.settings.limit import Limit


async def limit_attempts(connection: HTTPConnection) -> None:
    """Of one client, at each endpoint for itself."""
    if client := client_of(connection.scope):
        settings, limiter = _state(connection)
        await limiter.hit(settings.auth_limit, connection.scope["route"].path, client)


async def limit_sign_in(
    connection: HTTPConnection, form: Annotated[SignInForm, Form()]
) -> SignInForm:
    settings, _ = _state(connection)
    await _limit_address(connection, settings.sign_in_limit, "sign-in", form.username)
    return form


async def limit_password(connection: HTTPConnection, current: CurrentSession) -> OwnSession:
    """Where the password is asked for: who found an open session may not guess it."""
    settings, limiter = _state(connection)
    await limiter.hit(settings.sign_in_limit, "password", str(current.user.id))
    return current


async def limit_registration(connection: HTTPConnection, data: UserCreate) -> UserCreate:
    await _limit_mail(connection, data.email)
    return data


async def limit_forgot_password(
    connection: HTTPConnection, data: ForgotPasswordRequest
) -> ForgotPasswordRequest:
    await _limit_mail(connection, data.email)
    return data


async def limit_change_email(
    connection: HTTPConnection, data: ChangeEmailRequest
) -> ChangeEmailRequest:
    await _limit_mail(connection, data.email)
    return data


async def _limit_mail(connection: HTTPConnection, email: str) -> None:
    settings, _ = _state(connection)
    await _limit_address(connection, settings.mail_limit, "mail", email)


async def _limit_address(
    connection: HTTPConnection, limit: Limit | None, what: str, email: str
) -> None:
    """One client alone locks nobody out: it has half of what the address has."""
    _, limiter = _state(connection)
    address = email.lower()
    if limit and (client := client_of(connection.scope)):
        await limiter.hit(limit.half, what, address, client)
    await limiter.hit(limit, what, address)


def _state(connection: HTTPConnection) -> tuple[Settings, RateLimiter]:
    state = connection.app.state
    return state.settings, state.rate_limiter


LimitedAttempts = Depends(limit_attempts)
LimitedSignIn = Annotated[SignInForm, Depends(limit_sign_in)]
LimitedSession = Annotated[OwnSession, Depends(limit_password)]
LimitedRegistration = Annotated[UserCreate, Depends(limit_registration)]
LimitedForgotPassword = Annotated[ForgotPasswordRequest, Depends(limit_forgot_password)]
LimitedChangeEmail = Annotated[ChangeEmailRequest, Depends(limit_change_email)]
