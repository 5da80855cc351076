"""What services raise; `error_handlers` turns it into answers."""

from collections.abc import Mapping
from typing import ClassVar


class AppError(Exception):
    """A failure that the client is told about.

    `field` names the part of the request that is at fault, where there is one, and `location` says
    where that is: body, query, path or header.

    An error rolls back what the request has written. One that is the right answer to something that
    must be kept says `commits = True`: the session commits first, and then the error is answered.
    """

    status: ClassVar[int] = 500
    commits: ClassVar[bool] = False
    headers: Mapping[str, str] = {}

    def __init__(self, detail: str, *, field: str | None = None, location: str = "body") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.location = location


class UnauthorizedError(AppError):
    status = 401
    headers: Mapping[str, str] = {"WWW-Authenticate": "Bearer"}


class ForbiddenError(AppError):
    status = 403


class NotFoundError(AppError):
    status = 404


class ConflictError(AppError):
    status = 409


class UnfinishedError(ConflictError):
    """The same is being done at this moment."""

    headers: Mapping[str, str] = {"Retry-After": "1"}


class PreconditionFailedError(AppError):
    """It is not what the client knows of it any more."""

    status = 412


class InvalidError(AppError):
    """Well-formed, and still not acceptable: a reference to nothing, a broken rule."""

    status = 422


class TooManyRequestsError(AppError):
    """`retry_after` is in seconds."""

    status = 429

    def __init__(self, *, retry_after: int) -> None:
        super().__init__("Too many requests; try again later")
        self.headers = {"Retry-After": str(retry_after)}


class UnavailableError(AppError):
    status = 503
    headers: Mapping[str, str] = {"Retry-After": "1"}
