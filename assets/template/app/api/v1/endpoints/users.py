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
    with_etag,
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
@with_etag
async def get_me(user: CurrentUser) -> User:
    return user


@router.patch("/me", response_model=UserResponse)
@with_etag
async def update_me(
    db: AsyncDbSession, user: CurrentUser, data: UserUpdate, if_match: IfMatch
) -> User:
    return await UserService(db).update(user.id, data, if_match)


@router.get("", response_model=PaginatedResponse[UserResponse])
async def list_users(
    db: AsyncDbSession,
    _: UserReader,
    filters: Annotated[UserFilters, Query()],
    pagination: Annotated[PageParams, Paginated(UserService.listing)],
) -> Page[User]:
    return await UserService(db).get_page(pagination, filters)


@router.post("", response_model=UserResponse, status_code=status.HTTP_201_CREATED)
@with_etag
async def create_user(_: UserAdmin, db: IdempotentDbSession, data: UserCreate) -> User:
    """For an address that needs no confirmation."""
    return await UserService(db).create(data)


@router.get("/{user_id}", response_model=UserResponse)
@with_etag
async def get_user(db: AsyncDbSession, _: UserReader, user_id: Id) -> User:
    return await UserService(db).get_or_404(user_id)


@router.patch("/{user_id}", response_model=UserResponse)
@with_etag
async def update_user(
    db: AsyncDbSession,
    _: UserAdmin,
    identity: CurrentIdentity,
    user_id: Id,
    data: UserAdministration,
    if_match: IfMatch,
) -> User:
    """Change a role, or disable a user: both hold from the next request on."""
    return await UserService(db).administer(user_id, data, if_match, by=identity)
