from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.core.exceptions import ForbiddenError, InvalidError
from app.core.security import (
    MailClaims,
    Purpose,
    create_mail_token,
    hash_password,
    new_secret,
    read_mail_token,
    verify_password,
)
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import User
from app.schemas.auth import ResetPasswordRequest
from app.schemas.own_account import ChangeEmailRequest, ChangePasswordRequest
from app.schemas.user import UserCreate
from app.services import mails
from app.services.user import UserService, new_user
from app.services.user_session import UserSessionService
from kit.mail import Mail

# For whom the work is done where there is no account.
_nobody = User(id=0, email="", hashed_password=new_secret())


class OwnAccountService:
    """What people do with their own account. Mails leave after the response."""

    def __init__(self, db: AsyncSession, send_mail: Callable[[Mail], None]) -> None:
        self.db = db
        self.send_mail = send_mail

    async def register(self, data: UserCreate) -> None:
        """Only the owner of the address learns whether it had an account already."""
        if not get_settings().registration_enabled:
            raise ForbiddenError("Registration is closed")
        user = await new_user(data)
        try:
            async with self.db.begin_nested():
                await UserService(self.db).add(user)
        except IntegrityError:
            await self._mail_reset(data.email, mails.already_registered)
            return
        token = _token("verify-email", user, user.email)
        self.send_mail(mails.confirm_address(user.email, token))

    async def verify_email(self, token: str) -> None:
        user, email = await self._redeem("verify-email", token)
        if user.email != email:
            self.send_mail(mails.address_changed(user.email, email))
        user.email = email
        user.email_verified_at = utc_now()

    async def forgot_password(self, email: str) -> None:
        """Nobody learns here whether there is such an account."""
        await self._mail_reset(email, mails.reset_password)

    async def reset_password(self, data: ResetPasswordRequest) -> None:
        """Shows that mail arrives, and takes the account back from whoever has got into it."""
        hashed = await hash_password(data.new_password)
        user, _ = await self._redeem("reset-password", data.token)
        user.email_verified_at = utc_now()
        await self.db.execute(delete(ApiKey).where(ApiKey.user_id == user.id))
        await self._set_password(user, hashed)

    async def change_password(self, user: User, data: ChangePasswordRequest) -> None:
        await check_password(user, data.current_password)
        hashed = await hash_password(data.new_password)
        unchanged = await self._lock(user.id, _state(user))
        if unchanged is None:
            raise _wrong_password()
        await self._set_password(unchanged, hashed)

    async def change_email(self, user: User, data: ChangeEmailRequest) -> None:
        """The address changes when mail to the new one has arrived; a taken one is told nothing."""
        await check_password(user, data.current_password)
        mail = mails.confirm_address(data.email, _token("verify-email", user, data.email))
        if await UserService(self.db).get_by_email(data.email) is None:
            self.send_mail(mail)

    async def _mail_reset(self, email: str, compose: Callable[[str, str], Mail]) -> None:
        """To the owner of the address, if there is one; the same is done without one."""
        user = await UserService(self.db).get_by_email(email)
        mail = compose(email, _token("reset-password", user or _nobody, email))
        if user is not None and user.is_active:
            self.send_mail(mail)

    async def _set_password(self, user: User, hashed: str) -> None:
        user.hashed_password = hashed
        await UserSessionService(self.db).end_all(user)
        self.send_mail(mails.password_changed(user.email))

    async def _redeem(self, purpose: Purpose, token: str) -> tuple[User, str]:
        claims = read_mail_token(purpose, token)
        user = await self._lock(claims.user_id, claims.state)
        if user is None or not user.is_active:
            raise InvalidError("The token is not valid any more", field="token")
        return user, claims.email

    async def _lock(self, id: int, state: str) -> User | None:
        """The user, if nothing happened to the account since; nobody else changes it meanwhile."""
        statement = select(User).where(User.id == id).with_for_update()
        user = await self.db.scalar(statement)
        return user if user is not None and _state(user) == state else None


async def check_password(user: User, password: str) -> None:
    if await verify_password(password, user.hashed_password) is None:
        raise _wrong_password()


def _wrong_password() -> InvalidError:
    return InvalidError("The current password is wrong", field="current_password")


def _token(purpose: Purpose, user: User, email: str) -> str:
    return create_mail_token(purpose, MailClaims(user.id, _state(user), email))


def _state(user: User) -> str:
    """Another one after each use of a token, and each change of address or password."""
    verified_at = user.email_verified_at.isoformat() if user.email_verified_at else ""
    return sha256(f"{user.email}\n{verified_at}\n{user.hashed_password}".encode()).hexdigest()[:32]
