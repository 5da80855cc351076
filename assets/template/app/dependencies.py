"""What endpoints ask for by type: a session, the user, a page."""

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.requests import HTTPConnection
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.config import API_PREFIX, get_settings
from app.core.exceptions import ForbiddenError
from app.core.permissions import DESCRIPTIONS, PERMISSIONS, Identity, OwnSession, Permission
from app.models.user import User
from app.services.auth import AuthService
from kit.db.session import Database
from kit.http.conditional import WithETag, with_etag
from kit.http.dependencies import (
    AsyncDbSession,
    DbSession,
    IdempotencyKeyHeader,
    IfMatch,
    Paginated,
    SendMail,
    StreamDbSession,
    SyncStreamDbSession,
    UserAgent,
    answer_once,
)
from kit.http.sessions import get_async_db, get_database, get_db, reads_only
from kit.routing import access_check

__all__ = [
    "AsyncDbSession",
    "CurrentIdentity",
    "CurrentSession",
    "CurrentUser",
    "DbSession",
    "IdempotentDbSession",
    "IfMatch",
    "Paginated",
    "Requires",
    "SendMail",
    "SignedIn",
    "StreamDbSession",
    "SyncIdempotentDbSession",
    "SyncStreamDbSession",
    "UserAgent",
    "WithETag",
    "get_async_db",
    "get_current_user",
    "get_db",
    "with_etag",
]

# Where a request has who sends it, once that is known.
IDENTITY = "app.identity"

bearer = OAuth2PasswordBearer(
    tokenUrl=f"{API_PREFIX}/auth/login", scopes=DESCRIPTIONS, auto_error=False
)
api_key_header = APIKeyHeader(name="X-API-Key", auto_error=False)


@access_check
async def get_identity(
    connection: HTTPConnection,
    database: Annotated[Database, Depends(get_database)],
    token: Annotated[str | None, Depends(bearer)],
    key: Annotated[str | None, Depends(api_key_header)],
) -> Identity:
    """Read in a transaction of its own, so that no lock is held while the endpoint works."""
    if known := connection.scope.get(IDENTITY):
        identity: Identity = known
        return identity
    async with database.async_session(read_only=True) as session:
        identity = await AuthService(session).identify(token, key)
    if api_key := identity.key_unused_lately:
        async with database.async_session() as session:
            await AuthService(session).mark_used(api_key)
            await session.commit()
    connection.scope[IDENTITY] = identity
    return identity


@access_check
async def get_current_user(
    connection: HTTPConnection, identity: Annotated[Identity, Depends(get_identity)]
) -> User:
    """Somebody who may read, or write, by the method of the request."""
    identity.require(Permission.READ if reads_only(connection) else Permission.WRITE)
    return identity.user


SignedIn = Depends(get_current_user)
CurrentUser = Annotated[User, SignedIn]


async def get_current_identity(connection: HTTPConnection, user: CurrentUser) -> Identity:
    # A test that overrides `get_current_user` has no token that could tell more.
    identity: Identity | None = connection.scope.get(IDENTITY)
    return identity or Identity(user, PERMISSIONS[user.role])


CurrentIdentity = Annotated[Identity, Depends(get_current_identity)]


@access_check
async def get_current_session(identity: Annotated[Identity, Depends(get_identity)]) -> OwnSession:
    if identity.session_id is None:
        raise ForbiddenError("This needs a sign-in, not an API key")
    return OwnSession(identity.user, identity.session_id)


CurrentSession = Annotated[OwnSession, Depends(get_current_session)]


def Requires(permission: Permission) -> Any:  # noqa: N802 - reads as a type: Annotated[User, ...]
    """The signed-in user, who has this permission; others get a 403."""

    @access_check
    async def get_permitted_user(
        connection: HTTPConnection,
        user: CurrentUser,
        # For the OpenAPI document, which says the scope of each operation.
        _: Annotated[str | None, Security(bearer, scopes=[permission])],
    ) -> User:
        identity = await get_current_identity(connection, user)
        identity.require(permission)
        return user

    return Depends(get_permitted_user)


async def get_idempotent_db(
    request: Request, db: AsyncDbSession, user: CurrentUser, key: IdempotencyKeyHeader = None
) -> AsyncSession:
    """The session of the request. What is done in it under a key is done once."""
    if key is not None:
        await answer_once(request, db, user.id, key, get_settings().secret_key)
    return db


async def get_idempotent_sync_db(
    request: Request, db: DbSession, user: CurrentUser, key: IdempotencyKeyHeader = None
) -> Session:
    """The same for plain `def` code."""
    if key is not None:
        await answer_once(request, db, user.id, key, get_settings().secret_key)
    return db


# To be asked for last: who asks again gets the first answer as soon as this is reached.
IdempotentDbSession = Annotated[AsyncSession, Depends(get_idempotent_db)]
SyncIdempotentDbSession = Annotated[Session, Depends(get_idempotent_sync_db)]
