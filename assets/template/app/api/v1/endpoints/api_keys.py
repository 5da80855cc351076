from typing import Annotated

from fastapi import status

from app.api.limits import LimitedSession
from app.dependencies import AsyncDbSession, CurrentSession, Paginated
from app.models.api_key import ApiKey
from app.schemas.api_key import ApiKeyCreate, ApiKeyCreated, ApiKeyResponse
from app.schemas.common import PageParams, PaginatedResponse
from app.services.api_key import ApiKeyService
from kit.routing import Router
from kit.schemas.types import Id
from kit.services.listing import Page

router = Router(prefix="/api-keys", tags=["api-keys"])


@router.get("", response_model=PaginatedResponse[ApiKeyResponse])
async def list_api_keys(
    db: AsyncDbSession,
    current: CurrentSession,
    pagination: Annotated[PageParams, Paginated(ApiKeyService.listing)],
) -> Page[ApiKey]:
    return await ApiKeyService(db, current.user).get_page(pagination)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_api_key(
    db: AsyncDbSession, current: LimitedSession, data: ApiKeyCreate
) -> ApiKeyCreated:
    """The answer has the key, which is shown this once."""
    return await ApiKeyService(db, current.user).create(data)


@router.delete("/{api_key_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_api_key(db: AsyncDbSession, current: CurrentSession, api_key_id: Id) -> None:
    await ApiKeyService(db, current.user).delete(api_key_id)
