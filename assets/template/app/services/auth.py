from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.core.exceptions import UnauthorizedError
from app.core.permissions import PERMISSIONS, Identity
from app.core.security import (
    create_access_token,
    hash_secret,
    read_access_token,
    verify_password,
)
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import User
from app.models.user_session import UserSession
from app.schemas.auth import TokenResponse
from app.services.user import UserService
from app.services.user_session import NOT_VALID, Refreshed, UserSessionService
from kit.db.compiled import Query, rows_of


class AuthService:
    """Who is it? Signing in, staying signed in, and reading what a request brings."""

    of_session = Query(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.id == bindparam("session_id"), User.id == bindparam("user_id"))
    )
    of_api_key = Query(
        select(User, ApiKey)
        .join(ApiKey, ApiKey.user_id == User.id)
        .where(ApiKey.hashed_key == bindparam("hashed_key"))
    )

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def sign_in(self, email: str, password: str, user_agent: str | None) -> TokenResponse:
        """One answer for whatever is not right: nobody learns which addresses have accounts."""
        user = await UserService(self.db).get_by_email(email)
        # Checking a password takes long; nobody waits for this connection, or this lock, meanwhile.
        await self.db.reset()
        hashed = await verify_password(password, user.hashed_password if user else None)
        admitted = await self._admit(user, hashed) if user and hashed else None
        if admitted is None:
            raise UnauthorizedError(
                "The email address or the password is wrong, or the account is not active"
            )
        return await self.start_session(admitted, user_agent)

    async def start_session(self, user: User, user_agent: str | None) -> TokenResponse:
        """For who has shown already who they are."""
        return _tokens(user, await UserSessionService(self.db).start(user, user_agent))

    async def _admit(self, user: User, hashed: str) -> User | None:
        """Unless the password changed, or the user was disabled, while the password was checked."""
        same = (User.id == user.id) & (User.hashed_password == user.hashed_password)
        current = await self.db.scalar(select(User).where(same).with_for_update())
        if current is None or not _may_sign_in(current):
            return None
        current.hashed_password = hashed
        return current

    async def refresh(self, refresh_token: str) -> TokenResponse:
        refreshed = await UserSessionService(self.db).refresh(refresh_token)
        user = await rows_of(User).get(self.db, refreshed.session.user_id)
        if user is None or not user.is_active:
            raise UnauthorizedError(NOT_VALID)
        return _tokens(user, refreshed)

    async def identify(self, token: str | None, key: str | None) -> Identity:
        if token is not None:
            return await self._bearer(token)
        if key is not None:
            return await self._holder(key)
        raise UnauthorizedError("Not authenticated")

    async def _bearer(self, token: str) -> Identity:
        claims = read_access_token(token)
        ids = {"user_id": claims.user_id, "session_id": claims.session_id}
        user = await self.of_session.first(self.db, **ids)
        if user is None or not user.is_active:
            raise UnauthorizedError("The access token is not valid")
        return Identity(user, PERMISSIONS[user.role], session_id=claims.session_id)

    async def _holder(self, key: str) -> Identity:
        found = await self.of_api_key.first(self.db, hashed_key=hash_secret(key))
        if found is None:
            raise UnauthorizedError("The API key is not valid")
        user, api_key = found
        if not user.is_active or api_key.expires_at <= utc_now():
            raise UnauthorizedError("The API key is not valid")
        permissions = PERMISSIONS[user.role].intersection(api_key.permissions)
        return Identity(user, permissions, api_key=api_key)

    async def mark_used(self, api_key: ApiKey) -> None:
        used = update(ApiKey).where(ApiKey.id == api_key.id).values(last_used_at=utc_now())
        await self.db.execute(used)


def _may_sign_in(user: User) -> bool:
    """Where mail can be sent, the address must have been confirmed."""
    is_confirmed = user.email_verified_at is not None or get_settings().smtp_url is None
    return user.is_active and is_confirmed


def _tokens(user: User, refreshed: Refreshed) -> TokenResponse:
    return TokenResponse(
        access_token=create_access_token(user.id, refreshed.session.id),
        expires_in=get_settings().access_token_minutes * 60,
        refresh_token=refreshed.refresh_token,
        scope=" ".join(sorted(PERMISSIONS[user.role])),
    )
