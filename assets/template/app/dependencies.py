"""What endpoints ask for by type: a session, the user, a page."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, Header, Request, Response, Security
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.requests import HTTPConnection
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.core.conditional import Tagger, get_if_match, get_tagger
from app.core.etag import ETags
from app.core.exceptions import ForbiddenError
from app.core.idempotency import AnsweredBefore, fingerprint, headers_of
from app.core.mail import Mail, Mailer
from app.core.pagination import pagination
from app.core.permissions import DESCRIPTIONS, Permission
from app.core.routing import access_check, keep_answer
from app.db.constraints import explain, is_refusal
from app.db.session import Database
from app.models.idempotency_key import IdempotencyKey
from app.models.user import User
from app.services.auth import AuthService
from app.services.idempotency import HEADER, IdempotencyInThread, IdempotencyService
from app.services.identity import Identity, OwnSession
from app.services.listing import Listing

# Where a request has who sends it, once that is known.
IDENTITY = "app.identity"
READ_ONLY_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _reads_only(connection: HTTPConnection) -> bool:
    return connection.scope.get("method") in READ_ONLY_METHODS


async def get_database(connection: HTTPConnection) -> Database:
    database: Database = connection.app.state.database
    return database


async def get_db(connection: HTTPConnection) -> AsyncIterator[Session]:
    """One transaction for plain `def` code: committed before the answer, undone by an error."""
    database: Database = connection.app.state.database
    transaction = _transaction(database, read_only=_reads_only(connection))
    async with database.turn(), contextmanager_in_threadpool(transaction) as session:
        yield session


@contextmanager
def _transaction(database: Database, *, read_only: bool) -> Iterator[Session]:
    with database.session(read_only=read_only) as session:
        try:
            yield session
            session.commit()
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            session.rollback()
            raise explain(session, error) from error


async def get_async_db(connection: HTTPConnection) -> AsyncIterator[AsyncSession]:
    """One transaction for `async def` code: committed before the answer, undone by an error."""
    database: Database = connection.app.state.database
    async with database.async_session(read_only=_reads_only(connection)) as session:
        try:
            yield session
            await session.commit()
        except DBAPIError as error:
            if not is_refusal(error):
                raise
            await session.rollback()
            raise await session.run_sync(explain, error) from error


# The scope makes the commit happen before the response is sent, not after.
DbSession = Annotated[Session, Depends(get_db, scope="function")]
AsyncDbSession = Annotated[AsyncSession, Depends(get_async_db, scope="function")]

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
async def get_permitted(
    connection: HTTPConnection, identity: Annotated[Identity, Depends(get_identity)]
) -> Identity:
    """Somebody who may read, or write, by the method of the request."""
    identity.require(Permission.READ if _reads_only(connection) else Permission.WRITE)
    return identity


SignedIn = Depends(get_permitted)
CurrentIdentity = Annotated[Identity, SignedIn]


async def get_current_user(identity: CurrentIdentity) -> User:
    return identity.user


@access_check
async def get_current_session(identity: Annotated[Identity, Depends(get_identity)]) -> OwnSession:
    if identity.session_id is None:
        raise ForbiddenError("This needs a sign-in, not an API key")
    return OwnSession(identity.user, identity.session_id)


CurrentUser = Annotated[User, Depends(get_current_user)]
CurrentSession = Annotated[OwnSession, Depends(get_current_session)]


def Requires(permission: Permission) -> Any:  # noqa: N802 - reads as a type: Annotated[User, ...]
    """The signed-in user, who has this permission; others get a 403."""

    @access_check
    async def get_permitted_user(
        identity: CurrentIdentity,
        # For the OpenAPI document, which says the scope of each operation.
        _: Annotated[str | None, Security(bearer, scopes=[permission])],
    ) -> User:
        identity.require(permission)
        return identity.user

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
