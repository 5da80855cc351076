from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from app.schemas.auth import TokenResponse
from app.services.auth import AuthService
from kit.models.base import utc_now

PASSWORD = "correct horse battery"
# Hashing is slow by design, so this was done beforehand.
HASHED_PASSWORD = (
    "$argon2id$v=19$m=19456,t=2,p=1$Wt6P8IpE45hAFnIaaWOU5Q"
    "$0UHadd7jsnZyJtCA4p0fy55WMa0bgyd5bZeiWyUfxks"
)

_number = count(1)


async def create_user(db: AsyncSession, **values: Any) -> User:
    number = next(_number)
    defaults: dict[str, Any] = {
        "email": f"user{number}@example.com",
        "email_verified_at": utc_now(),
        "hashed_password": HASHED_PASSWORD,
    }
    user = User(**defaults | values)
    db.add(user)
    await db.commit()
    return user


async def start_session(db: AsyncSession, user: User) -> TokenResponse:
    """Sign in, without the work of checking a password."""
    tokens = await AuthService(db).start_session(user, user_agent="tests")
    await db.commit()
    return tokens
