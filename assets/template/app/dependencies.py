"""What endpoints ask for by type: a session, the user, a page."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, Header, Request, Response, Security
from fastapi.requests import HTTPConnection
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.core.conditional import Tagger, get_if_match, get_tagger
from app.core.etag import ETags
from app.core.exceptions import ForbiddenError
from app.core.idempotency import AnsweredBefore, fingerprint, headers_of
from app.core.mail import Mail, Mailer
from app.core.pagination import pagination
from app.core.permissions import DESCRIPTIONS, PERMISSIONS, Permission
from app.core.routing import access_check, keep_answer
from app.db.requests import (
    OpenSession,
    OpenSyncSession,
    get_async_db,
    get_database,
    get_db,
    get_stream_db,
    get_sync_stream_db,
    reads_only,
)
from app.db.session import Database
from app.models.idempotency_key import IdempotencyKey
from app.models.user import User
from app.services.auth import AuthService
from app.services.idempotency import HEADER, IdempotencyInThread, IdempotencyService
from app.services.identity import Identity, OwnSession
from app.services.listing import Listing

# Where a request has who sends it, once that is known.
IDENTITY = "app.identity"

# The scope makes the commit happen before the response is sent, not after.
DbSession = Annotated[Session, Depends(get_db, scope="function")]
AsyncDbSession = Annotated[AsyncSession, Depends(get_async_db, scope="function")]

# For what goes on after that, such as a stream: `async with stream_db() as db:`
StreamDbSession = Annotated[OpenSession, Depends(get_stream_db)]
SyncStreamDbSession = Annotated[OpenSyncSession, Depends(get_sync_stream_db)]

bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/login", scopes=DESCRIPTIONS, auto_error=False)
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


Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        max_length=255,
        pattern="^[!-~]+$",
        description="names this request for 24 hours: sent again, it gets the first answer",
    ),
]


async def get_idempotent_db(
    request: Request, db: AsyncDbSession, user: CurrentUser, key: Key = None
) -> AsyncSession:
    """The session of the request. What is done in it under a key is done once."""
    if key is not None:
        await _answer_once(request, IdempotencyService(db), user, key)
    return db


async def get_idempotent_sync_db(
    request: Request, db: DbSession, user: CurrentUser, key: Key = None
) -> Session:
    """The same for plain `def` code."""
    if key is not None:
        await _answer_once(request, IdempotencyInThread(db), user, key)
    return db


async def _answer_once(request: Request, answers: IdempotencyService, user: User, key: str) -> None:
    asked = IdempotencyKey(user_id=user.id, key=key, fingerprint=await fingerprint(request))
    if first := await answers.first_answer(asked):
        raise AnsweredBefore(first.status, first.headers, first.body)

    async def keep(response: Response) -> None:
        asked.status, asked.body = response.status_code, bytes(response.body)
        asked.headers = headers_of(request, response)
        await answers.keep(asked)

    keep_answer(request, keep)


# To be asked for last: who asks again gets the first answer as soon as this is reached.
IdempotentDbSession = Annotated[AsyncSession, Depends(get_idempotent_db)]
SyncIdempotentDbSession = Annotated[Session, Depends(get_idempotent_sync_db)]


async def get_post(connection: HTTPConnection, tasks: BackgroundTasks) -> Callable[[Mail], None]:
    """Where services put mails; they leave after the answer, and not if that is an error."""
    mailer: Mailer = connection.app.state.mailer
    return lambda mail: tasks.add_task(mailer.send, mail)


Post = Annotated[Callable[[Mail], None], Depends(get_post)]


def Paginated(listing: Listing[Any]) -> Any:  # noqa: N802 - reads as a type: Annotated[PageParams, ...]
    """The part of this list that the client asks for; another is a 422."""
    return Depends(pagination(listing.sorts, listing.related, has_search=listing.has_search))


UserAgent = Annotated[str | None, Header(include_in_schema=False)]

WithETag = Annotated[Tagger, Depends(get_tagger)]
IfMatch = Annotated[ETags | None, Depends(get_if_match)]
