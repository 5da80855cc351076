from sqlalchemy import bindparam, delete, select

from app.core.exceptions import ForbiddenError
from app.core.permissions import PERMISSIONS, Identity
from app.core.security import hash_password
from app.models.api_key import ApiKey
from app.models.base import utc_now
from app.models.user import Role, User
from app.schemas.common import PageParams
from app.schemas.user import UserAdministration, UserCreate, UserFilters, UserUpdate
from app.services.user_session import UserSessionService
from kit.db.compiled import Query
from kit.models.etag import ETags
from kit.services.base import BaseService
from kit.services.listing import Listing, Page


async def new_user(data: UserCreate) -> User:
    """Not stored yet: hashing takes long, and nobody should wait for a lock meanwhile."""
    return User(
        email=data.email,
        hashed_password=await hash_password(data.password),
        full_name=data.full_name,
    )


class UserService(BaseService[User]):
    model = User
    listing = Listing(
        select(User), User.email, filters=UserFilters, search=(User.email, User.full_name)
    )
    with_email = Query(select(User).where(User.email == bindparam("email")))
    # In one order, so that of two who change each other one waits.
    both = Query(
        select(User)
        .where((User.id == bindparam("id")) | (User.id == bindparam("by")))
        .order_by(User.id)
        .with_for_update(key_share=True)
    )

    async def get_by_email(self, email: str) -> User | None:
        return await self.with_email.first(self.db, email=email.lower())

    async def get_page(self, params: PageParams, filters: UserFilters) -> Page[User]:
        return await self.listing.page(self.db, params, filters)

    async def create(self, data: UserCreate, *, role: Role = Role.USER) -> User:
        """For an administrator, who vouches for the address."""
        user = await new_user(data)
        user.role, user.email_verified_at = role, utc_now()
        return await self.add(user)

    async def update(self, id: int, data: UserUpdate, if_match: ETags | None = None) -> User:
        user = await self.get_or_404(id)
        return await self.change(user, data.model_dump(exclude_unset=True), if_match)

    async def administer(
        self,
        id: int,
        data: UserAdministration,
        if_match: ETags | None = None,
        *,
        by: Identity,
    ) -> User:
        """Nobody takes their own rights, so there is an administrator left at any time."""
        values = data.model_dump(exclude_unset=True)
        if id == by.user.id and values.keys() & {"role", "is_active"}:
            raise ForbiddenError("Another administrator has to change your role or disable you")
        user = await self._held(id, by)
        for role in (user.role, values.get("role", user.role)):
            if not PERMISSIONS[role] <= by.permissions:
                raise ForbiddenError(f"The role '{role}' has permissions that you do not have")
        await self.change(user, values, if_match)
        if not user.is_active:
            # For good: who is enabled again, perhaps after a theft, starts afresh.
            await UserSessionService(self.db).end_all(user)
            await self.db.execute(delete(ApiKey).where(ApiKey.user_id == user.id))
        return user

    async def _held(self, id: int, by: Identity) -> User:
        """Nobody else changes the user, or the role of who asks, until the transaction ends."""
        users = {user.id: user for user in await self.both.all(self.db, id=id, by=by.user.id)}
        asking, user = users.get(by.user.id), users.get(id)
        if asking is None or not asking.is_active or asking.role != by.user.role:
            raise ForbiddenError("Somebody has changed your role or disabled you meanwhile")
        if user is None:
            raise self._not_found(id)
        return user
