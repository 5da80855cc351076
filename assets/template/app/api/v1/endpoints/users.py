from fastapi import APIRouter

from app.dependencies import (
    AsyncDbSession,
    CurrentAdmin,
    CurrentUser,
    IfMatch,
    Pagination,
    WithETag,
)
from app.models.user import User
from app.schemas.common import PaginatedResponse
from app.schemas.types import Id
from app.schemas.user import UserResponse, UserUpdate
from app.services.listing import Page
from app.services.user import UserService

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/me", response_model=UserResponse)
async def get_me(user: CurrentUser, with_etag: WithETag) -> User:
    return with_etag(user)


@router.patch("/me", response_model=UserResponse)
async def update_me(
    db: AsyncDbSession, user: CurrentUser, data: UserUpdate, if_match: IfMatch, with_etag: WithETag
) -> User:
    return with_etag(await UserService(db).update(user.id, data, if_match))


@router.get("", response_model=PaginatedResponse[UserResponse])
async def list_users(db: AsyncDbSession, _: CurrentAdmin, pagination: Pagination) -> Page[User]:
    return await UserService(db).get_page(pagination)


@router.get("/{user_id}", response_model=UserResponse)
async def get_user(db: AsyncDbSession, _: CurrentAdmin, user_id: Id, with_etag: WithETag) -> User:
    return with_etag(await UserService(db).get_or_404(user_id))
