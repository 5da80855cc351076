from sqlalchemy import bindparam, select

from app.core.etag import ETags
from app.core.security import hash_password
from app.db.compiled import Query
from app.models.user import User
from app.schemas.common import PageParams
from app.schemas.user import UserCreate, UserUpdate
from app.services.base import BaseService
from app.services.listing import Listing, Page


class UserService(BaseService[User]):
    model = User
    listing = Listing(select(User))
    with_email = Query(select(User).where(User.email == bindparam("email")))

    async def get_by_email(self, email: str) -> User | None:
        return await self.with_email.first(self.db, email=email.lower())

    async def get_page(self, params: PageParams) -> Page[User]:
        return await self.listing.page(self.db, params)

    async def create(self, data: UserCreate) -> User:
        return await self.add(
            User(
                email=data.email.lower(),
                hashed_password=await hash_password(data.password),
                full_name=data.full_name,
            )
        )

    async def update(self, id: int, data: UserUpdate, if_match: ETags | None = None) -> User:
        user = await self.get_or_404(id)
        return await self.change(user, data.model_dump(exclude_unset=True), if_match)
