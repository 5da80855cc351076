"""What endpoints ask for by type: a session, the user, a page."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.requests import HTTPConnection
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.core.exceptions import ForbiddenError
from app.core.idempotency import AnsweredBefore, fingerprint, headers_of
from app.core.routing import keep_answer
from app.db.constraints import explain, is_refusal
from app.db.session import Database
from app.models.idempotency_key import IdempotencyKey
from app.models.user import Role, User
from app.schemas.common import MAX_CURSOR_LENGTH, MAX_PAGE, MAX_PAGE_SIZE, PageParams
from app.services.auth import AuthService
from app.services.idempotency import HEADER, IdempotencyService

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

Token = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/login"))]


async def get_current_user(
    database: Annotated[Database, Depends(get_database)], token: Token
) -> User:
    """Read in a transaction of its own, so that no lock is held while the endpoint works."""
    async with database.async_session(read_only=True) as session:
        return await AuthService(session).get_user(token)


CurrentUser = Annotated[User, Depends(get_current_user)]
SignedIn = Depends(get_current_user)


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
        asked = IdempotencyKey(user_id=user.id, key=key, fingerprint=await fingerprint(request))
        answers = IdempotencyService(db)
        if first := await answers.first_answer(asked):
            raise AnsweredBefore(first.status, first.headers, first.body)

        async def keep(response: Response) -> None:
            asked.status, asked.body = response.status_code, bytes(response.body)
            asked.headers = headers_of(response)
            await answers.keep(asked)

        keep_answer(request, keep)
    return db


# To be asked for last: who asks again gets the first answer as soon as this is reached.
IdempotentDbSession = Annotated[AsyncSession, Depends(get_idempotent_db)]


def require_role(role: Role) -> Callable[[User], Coroutine[Any, Any, User]]:
    async def require(user: CurrentUser) -> User:
        if user.role != role:
            raise ForbiddenError(f"This needs the role '{role}'")
        return user

    return require


CurrentAdmin = Annotated[User, Depends(require_role(Role.ADMIN))]


async def get_pagination(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 20,
    cursor: Annotated[
        str | None,
        Query(max_length=MAX_CURSOR_LENGTH, description="`next_cursor`, or empty for the start"),
    ] = None,
    sort: Annotated[
        str, Query(max_length=64, description="a column, downwards with a minus before it")
    ] = "id",
    exact_total: Annotated[
        bool, Query(description="count all, however many; otherwise `total` may be too low")
    ] = False,
) -> PageParams:
    return PageParams(page, size, cursor, sort, exact_total)


Pagination = Annotated[PageParams, Depends(get_pagination)]
