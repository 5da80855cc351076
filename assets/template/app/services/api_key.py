from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import InvalidError, NotFoundError
from app.core.permissions import PERMISSIONS
from app.core.security import hash_secret, new_secret
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import User
from app.schemas.api_key import ApiKeyCreate, ApiKeyCreated, ApiKeyResponse
from app.schemas.common import PageParams
from app.services.listing import Listing, Page
from app.services.own_account import check_password

PREFIX_LENGTH = 12
# Writing down each use would make every request a write.
USED_LATELY = timedelta(minutes=1)


class ApiKeyService:
    """The API keys of users. None can do more than its owner can at that moment."""

    listing = Listing(select(ApiKey).where(ApiKey.user_id == bindparam("user_id")))

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def get_page(self, user: User, params: PageParams) -> Page[ApiKey]:
        return await self.listing.page(self.db, params, user_id=user.id)

    async def create(self, user: User, data: ApiKeyCreate) -> ApiKeyCreated:
        """Asks for the password, so that who found an open session cannot stay in by a key."""
        if missing := set(data.permissions) - PERMISSIONS[user.role]:
            detail = f"You do not have the permission '{min(missing)}' yourself"
            raise InvalidError(detail, field="permissions")
        await check_password(user, data.current_password)
        key = f"key_{new_secret()}"
        api_key = ApiKey(
            user_id=user.id,
            name=data.name,
            hashed_key=hash_secret(key),
            prefix=key[:PREFIX_LENGTH],
            permissions=sorted(set(data.permissions)),
            expires_at=utc_now() + timedelta(days=data.expires_in_days),
        )
        self.db.add(api_key)
        await self.db.flush()
        shown = ApiKeyResponse.model_validate(api_key)
        return ApiKeyCreated(**shown.model_dump(), key=key)

    async def mark_used(self, api_key: ApiKey) -> None:
        used = update(ApiKey).where(ApiKey.id == api_key.id).values(last_used_at=utc_now())
        await self.db.execute(used)

    async def delete(self, user: User, id: int) -> None:
        ours = (ApiKey.id == id) & (ApiKey.user_id == user.id)
        deleted = delete(ApiKey).where(ours).returning(ApiKey.id)
        if await self.db.scalar(deleted) is None:
            raise NotFoundError(f"ApiKey {id} not found")


def is_used_lately(api_key: ApiKey) -> bool:
    return api_key.last_used_at is not None and utc_now() - api_key.last_used_at < USED_LATELY
