from typing import Annotated

from fastapi import status

from app.api.limits import LimitedChangeEmail, LimitedSession
from app.dependencies import AsyncDbSession, CurrentSession, Paginated, SendMail
from app.schemas.auth import Accepted
from app.schemas.common import PageParams, PaginatedResponse
from app.schemas.own_account import ChangePasswordRequest, UserSessionResponse
from app.services.own_account import OwnAccountService
from app.services.user_session import UserSessionService
from kit.routing import Router
from kit.schemas.types import Id
from kit.services.listing import Page

router = Router(prefix="/account", tags=["account"])


@router.post("/password", status_code=status.HTTP_204_NO_CONTENT)
async def change_password(
    db: AsyncDbSession, send_mail: SendMail, current: LimitedSession, data: ChangePasswordRequest
) -> None:
    """Ends all sessions, this one too."""
    await OwnAccountService(db, send_mail).change_password(current.user, data)


@router.post("/email", status_code=status.HTTP_202_ACCEPTED)
async def change_email(
    db: AsyncDbSession, send_mail: SendMail, current: LimitedSession, data: LimitedChangeEmail
) -> Accepted:
    """The address changes when the token of the mail to the new one comes to /auth/verify-email."""
    await OwnAccountService(db, send_mail).change_email(current.user, data)
    return Accepted(detail="If the address is free, a mail to it tells how to confirm it")


@router.get("/sessions", response_model=PaginatedResponse[UserSessionResponse])
async def list_sessions(
    db: AsyncDbSession,
    current: CurrentSession,
    pagination: Annotated[PageParams, Paginated(UserSessionService.listing)],
) -> Page[UserSessionResponse]:
    return await UserSessionService(db).get_page(current.user, current.id, pagination)


@router.delete("/sessions", status_code=status.HTTP_204_NO_CONTENT)
async def end_all_sessions(db: AsyncDbSession, current: CurrentSession) -> None:
    """Log out everywhere, here too."""
    await UserSessionService(db).end_all(current.user)


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT)
async def end_session(db: AsyncDbSession, current: CurrentSession, session_id: Id) -> None:
    await UserSessionService(db).end(current.user, session_id)
