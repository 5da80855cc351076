"""What endpoints ask for by type: a session, a page, a version, mail."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, Header, Request, Response
from fastapi.requests import HTTPConnection
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from kit.http.conditional import get_if_match
from kit.http.idempotency import AnsweredBefore, fingerprint, headers_of
from kit.http.pagination import pagination
from kit.http.sessions import (
    OpenSession,
    OpenSyncSession,
    get_async_db,
    get_db,
    get_stream_db,
    get_sync_stream_db,
)
from kit.mail import Mail, Mailer
from kit.models.etag import ETags
from kit.models.idempotency_key import IdempotencyKey
from kit.routing import keep_answer
from kit.services.idempotency import HEADER, IdempotencyInThread, IdempotencyService
from kit.services.listing import Listing

# The scope makes the commit happen before the response is sent, not after.
DbSession = Annotated[Session, Depends(get_db, scope="function")]
AsyncDbSession = Annotated[AsyncSession, Depends(get_async_db, scope="function")]

# For what goes on after that, such as a stream: `async with stream_db() as db:`
StreamDbSession = Annotated[OpenSession, Depends(get_stream_db)]
SyncStreamDbSession = Annotated[OpenSyncSession, Depends(get_sync_stream_db)]

UserAgent = Annotated[str | None, Header(include_in_schema=False)]

IfMatch = Annotated[ETags | None, Depends(get_if_match)]

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias=HEADER,
        max_length=255,
        pattern="^[!-~]+$",
        description="names this request for 24 hours: sent again, it gets the first answer",
    ),
]


def Paginated(listing: Listing[Any]) -> Any:  # noqa: N802 - reads as a type: Annotated[PageParams, ...]
    """The part of this list that the client asks for; another is a 422."""
    return Depends(pagination(listing.sorts, listing.related, has_search=listing.has_search))


async def get_send_mail(
    connection: HTTPConnection, tasks: BackgroundTasks
) -> Callable[[Mail], None]:
    """Mails leave after the response, and not if that is an error."""
    mailer: Mailer = connection.app.state.mailer
    return lambda mail: tasks.add_task(mailer.send, mail)


SendMail = Annotated[Callable[[Mail], None], Depends(get_send_mail)]


async def answer_once(
    request: Request, db: AsyncSession | Session, user_id: int, key: str, secret: SecretStr
) -> None:
    """Raise the first response to this key, or keep the one that is to come."""
    answers = IdempotencyInThread(db) if isinstance(db, Session) else IdempotencyService(db)
    asked = IdempotencyKey(user_id=user_id, key=key, fingerprint=await fingerprint(request, secret))
    if first := await answers.first_answer(asked):
        raise AnsweredBefore(first.status, first.headers, first.body)

    async def keep(response: Response) -> None:
        asked.status, asked.body = response.status_code, bytes(response.body)
        asked.headers = headers_of(response)
        await answers.keep(asked)

    keep_answer(request, keep)
