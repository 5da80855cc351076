from fastapi import status

from app.api.limits import (
    LimitedAttempts,
    LimitedForgotPassword,
    LimitedRegistration,
    LimitedSignIn,
)
from app.dependencies import AsyncDbSession, CurrentSession, SendMail, UserAgent
from app.schemas.auth import (
    Accepted,
    RefreshRequest,
    ResetPasswordRequest,
    TokenResponse,
    VerifyEmailRequest,
)
from app.services.auth import AuthService
from app.services.own_account import OwnAccountService
from app.services.user_session import UserSessionService
from kit.routing import Router

# Bytes: the longest address and password, with every character escaped, and what OAuth adds.
MAX_FORM_SIZE = 16 * 1024

router = Router(prefix="/auth", tags=["auth"], dependencies=[LimitedAttempts])


@router.post("/register", status_code=status.HTTP_202_ACCEPTED)
async def register(db: AsyncDbSession, send_mail: SendMail, data: LimitedRegistration) -> Accepted:
    """The same answer for an address that has an account; its owner gets a mail."""
    await OwnAccountService(db, send_mail).register(data)
    return Accepted(detail="If the address is yours, a mail tells you how to go on")


@router.post("/verify-email", status_code=status.HTTP_204_NO_CONTENT)
async def verify_email(db: AsyncDbSession, send_mail: SendMail, data: VerifyEmailRequest) -> None:
    """With the token of the mail that went to the address."""
    await OwnAccountService(db, send_mail).verify_email(data.token)


@router.post("/login", max_body_size=MAX_FORM_SIZE)
async def login(
    db: AsyncDbSession, form: LimitedSignIn, user_agent: UserAgent = None
) -> TokenResponse:
    """The OAuth2 password form; `username` is the email address."""
    return await AuthService(db).sign_in(form.username, form.password, user_agent)


@router.post("/refresh")
async def refresh(db: AsyncDbSession, data: RefreshRequest) -> TokenResponse:
    """New tokens for a refresh token. Each works once: a second use ends the session."""
    return await AuthService(db).refresh(data.refresh_token)


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
async def logout(db: AsyncDbSession, current: CurrentSession) -> None:
    """End this session; its tokens stop working at once."""
    await UserSessionService(db).end(current.user, current.id)


@router.post("/forgot-password", status_code=status.HTTP_202_ACCEPTED)
async def forgot_password(
    db: AsyncDbSession, send_mail: SendMail, data: LimitedForgotPassword
) -> Accepted:
    """The same answer whether or not there is such an account."""
    await OwnAccountService(db, send_mail).forgot_password(data.email)
    return Accepted(detail="If there is such an account, a mail tells how to set a new password")


@router.post("/reset-password", status_code=status.HTTP_204_NO_CONTENT)
async def reset_password(
    db: AsyncDbSession, send_mail: SendMail, data: ResetPasswordRequest
) -> None:
    """With the token of the mail. Ends all sessions."""
    await OwnAccountService(db, send_mail).reset_password(data)
