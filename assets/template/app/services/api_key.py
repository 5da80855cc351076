from datetime import timedelta

from app.core.exceptions import InvalidError
from app.core.permissions import PERMISSIONS
from app.core.security import hash_secret, new_secret
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import User
from app.schemas.api_key import ApiKeyCreate, ApiKeyCreated, ApiKeyResponse
from app.schemas.common import PageParams
from app.services.own_account import check_password
from kit.services.listing import Listing, Page
from kit.services.owned import OwnedService, own

PREFIX_LENGTH = 12


class ApiKeyService(OwnedService[ApiKey]):
    """The API keys of a user. None can do more than its owner can at that moment."""

    user: User
    model = ApiKey
    listing = Listing(own(ApiKey))

    async def get_page(self, params: PageParams) -> Page[ApiKey]:
        return await self.listing.page(self.db, params, user_id=self.user.id)

    async def create(self, data: ApiKeyCreate) -> ApiKeyCreated:
        """Asks for the password, so that who found an open session cannot stay in by a key."""
        if missing := set(data.permissions) - PERMISSIONS[self.user.role]:
            detail = f"You do not have the permission '{min(missing)}' yourself"
            raise InvalidError(detail, field="permissions")
        await check_password(self.user, data.current_password)
        key = f"key_{new_secret()}"
        api_key = await self.add(
            ApiKey(
                name=data.name,
                hashed_key=hash_secret(key),
                prefix=key[:PREFIX_LENGTH],
                permissions=sorted(set(data.permissions)),
                expires_at=utc_now() + timedelta(days=data.expires_in_days),
            )
        )
        shown = ApiKeyResponse.model_validate(api_key)
        return ApiKeyCreated(**shown.model_dump(), key=key)

    async def delete(self, id: int) -> None:
        await self.remove(await self.get_or_404(id))
