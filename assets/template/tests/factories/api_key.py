from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.permissions import Permission
from app.core.security import hash_secret, new_secret
from app.models.api_key import ApiKey
from app.models.user import User
from kit.models.base import utc_now


async def create_api_key(db: AsyncSession, user: User, permissions: Sequence[Permission]) -> str:
    """The key itself, which is kept nowhere."""
    key = new_secret()
    db.add(
        ApiKey(
            user_id=user.id,
            name="tests",
            hashed_key=hash_secret(key),
            prefix=key[:12],
            permissions=list(permissions),
            expires_at=utc_now() + timedelta(days=1),
        )
    )
    await db.commit()
    return key
