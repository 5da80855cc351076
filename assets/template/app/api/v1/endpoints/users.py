from typing import Annotated

from fastapi import Query, status

from app.core.permissions import Permission
from app.dependencies import (
    AsyncDbSession,
    CurrentIdentity,
    CurrentUser,
    IdempotentDbSession,
    IfMatch,
    Paginated,
    Requires,
    WithETag,
)
from app.models.user import User
from app.schemas.common import PageParams, PaginatedResponse
from app.schemas.user import (
    UserAdministration,
    UserCreate,
    UserFilters,
    UserResponse,
    UserUpdate,
)
from app.services.user import UserService
from kit.routing import Router
from kit.schemas.types import Id
from kit.services.listing import Page

router = Router(prefix="/users", tags=["users"])

UserReader = Annotated[User, Requires(Permission.USERS_READ)]
UserAdmin = Annotated[User, Requires(Permission.USERS_WRITE)]


@router.get("/me", response_model=UserResponse)
async def get_me(user: CurrentUser, with_etag: WithETag) -> User:
    return with_etag(user)


@router.patch("/me", response_model=UserResponse)
async def update_me(
    db: AsyncDbSession, user: CurrentUser, data: UserUpdate, if_match: IfMatch, with_etag: WithETag
) -> User:
    return with_etag(await UserService(db).update(user.id, data, if_match))


@router.get("", response_model=PaginatedResponse[UserResponse])
async def list_users(
    db: AsyncDbSession,
    _: UserReader,
    filters: Annotated[UserFilters, Query()],
    pagination: Annotated[PageParams, Paginated(UserService.listing)],
) -> Page[User]:
    return await UserService(db).get_page(pagination, filters)


@router.post("", response_model=UserResponse, status_code=status.HTTP_201_CREATED)
async def create_user(
    _: UserAdmin, db: IdempotentDbSession, data: UserCreate, with_etag: WithETag
) -> User:
    """For an address that needs no confirmation."""
    return with_etag(await UserService(db).create(data))


@router.get("/{user_id}", response_model=UserResponse)
async def get_user(db: AsyncDbSession, _: UserReader, user_id: Id, with_etag: WithETag) -> User:
    return with_etag(await UserService(db).get_or_404(user_id))


@router.patch("/{user_id}", response_model=UserResponse)
async def update_user(
    db: AsyncDbSession,
    _: UserAdmin,
    identity: CurrentIdentity,
    user_id: Id,
    data: UserAdministration,
    if_match: IfMatch,
    with_etag: WithETag,
) -> User:
    """Change a role, or disable a user: both hold from the next request on."""
    return with_etag(await UserService(db).administer(user_id, data, if_match, by=identity))
