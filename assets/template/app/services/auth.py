from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.core.exceptions import UnauthorizedError
from app.core.security import create_access_token, read_access_token, verify_password
from app.db.compiled import rows_of
from app.models.user import User
from app.schemas.auth import TokenResponse
from app.services.user import UserService


class AuthService:
    """Who is it? Signing in, and reading the token that signing in gave."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def sign_in(self, email: str, password: str) -> TokenResponse:
        """One answer for an unknown, a wrong and a disabled sign-in."""
        user = await UserService(self.db).get_by_email(email)
        # Checking a password takes long; nobody waits for this connection, or this lock, meanwhile.
        await self.db.close()
        hashed = await verify_password(password, user.hashed_password if user else None)
        if user is None or hashed is None or not user.is_active:
            raise UnauthorizedError("The email address or the password is wrong")
        if hashed != user.hashed_password:
            await self._replace_hash(user, hashed)
        return TokenResponse(
            access_token=create_access_token(user.id),
            expires_in=get_settings().access_token_minutes * 60,
        )

    async def _replace_hash(self, user: User, hashed: str) -> None:
        # Unless somebody changed the password while it was checked.
        same = (User.id == user.id) & (User.hashed_password == user.hashed_password)
        await self.db.execute(update(User).where(same).values(hashed_password=hashed))

    async def get_user(self, token: str) -> User:
        user = await rows_of(User).get(self.db, read_access_token(token))
        if user is None or not user.is_active:
            raise UnauthorizedError("The access token is not valid")
        return user
