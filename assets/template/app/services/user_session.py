from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.core.exceptions import NotFoundError, RefreshTokenReusedError, UnauthorizedError
from app.core.security import hash_secret, new_secret
from app.models.base import utc_now
from app.models.user import User
from app.models.user_session import UserSession
from app.schemas.common import PageParams
from app.schemas.own_account import UserSessionResponse
from kit.logging import get_logger
from kit.services.listing import Listing, Page
from kit.services.owned import own

MAX_USER_AGENT = 255
NOT_VALID = "The refresh token is not valid"

logger = get_logger(__name__)


class Refreshed(NamedTuple):
    session: UserSession
    refresh_token: str


class UserSessionService:
    """The sign-ins of users: they begin, are refreshed, are seen, and end."""

    listing = Listing(own(UserSession))

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def start(self, user: User, user_agent: str | None) -> Refreshed:
        ours = UserSession.user_id == user.id
        await self.db.execute(delete(UserSession).where(ours, UserSession.expires_at <= utc_now()))
        family, secret = new_secret(), new_secret()
        session = UserSession(
            user_id=user.id,
            hashed_family=hash_secret(family),
            hashed_secret=hash_secret(secret),
            user_agent=_storable(user_agent),
            **_times(),
        )
        self.db.add(session)
        await self.db.flush()
        return Refreshed(session, f"{family}.{secret}")

    async def refresh(self, refresh_token: str) -> Refreshed:
        """One statement, so that of many at once one wins. A second use ends the session."""
        family, _, secret = refresh_token.partition(".")
        new = new_secret()
        is_current = (
            (UserSession.hashed_family == hash_secret(family))
            & (UserSession.hashed_secret == hash_secret(secret))
            & (UserSession.expires_at > utc_now())
        )
        values = {"hashed_secret": hash_secret(new), **_times()}
        statement = update(UserSession).where(is_current).values(values).returning(UserSession)
        session = await self.db.scalar(statement)
        if session is None:
            raise await self._end_family(family)
        return Refreshed(session, f"{family}.{new}")

    async def _end_family(self, family: str) -> UnauthorizedError:
        """A token came that was used before: it was copied, and nobody can tell who has which."""
        in_family = UserSession.hashed_family == hash_secret(family)
        ended = delete(UserSession).where(in_family).returning(UserSession.user_id)
        user_id = await self.db.scalar(ended)
        if user_id is None:
            return UnauthorizedError(NOT_VALID)
        logger.warning("a refresh token came again: session ended", user_id=user_id)
        return RefreshTokenReusedError(NOT_VALID)

    async def get_page(
        self, user: User, current: int, params: PageParams
    ) -> Page[UserSessionResponse]:
        page = await self.listing.page(self.db, params, user_id=user.id)
        return page.map(lambda session: _described(session, current))

    async def end(self, user: User, id: int) -> None:
        ours = (UserSession.id == id) & (UserSession.user_id == user.id)
        statement = delete(UserSession).where(ours).returning(UserSession.id)
        if await self.db.scalar(statement) is None:
            raise NotFoundError(f"Session {id} not found")

    async def end_all(self, user: User) -> None:
        await self.db.execute(delete(UserSession).where(UserSession.user_id == user.id))


def _times() -> dict[str, object]:
    now = utc_now()
    days = get_settings().refresh_token_days
    return {"last_used_at": now, "expires_at": now + timedelta(days=days)}


def _storable(user_agent: str | None) -> str | None:
    return user_agent and user_agent.replace("\0", "")[:MAX_USER_AGENT]


def _described(session: UserSession, current: int) -> UserSessionResponse:
    return UserSessionResponse(
        id=session.id,
        user_agent=session.user_agent,
        is_current=session.id == current,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
    )
