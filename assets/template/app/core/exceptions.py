"""What services raise; `error_handlers` turns it into answers."""

from typing import ClassVar


class AppError(Exception):
    """A failure that the client is told about.

    `field` names the part of the request that is at fault, where there is one, and `location` says
    where that is: body, query, path or header.
    """

    status: ClassVar[int] = 500
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, detail: str, *, field: str | None = None, location: str = "body") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.location = location


class UnauthorizedError(AppError):
    status = 401
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": "Bearer"}


class ForbiddenError(AppError):
    status = 403


class NotFoundError(AppError):
    status = 404


class ConflictError(AppError):
    status = 409


class UnfinishedError(ConflictError):
    """The same is being done at this moment."""

    headers: ClassVar[dict[str, str]] = {"Retry-After": "1"}


class InvalidError(AppError):
    """Well-formed, and still not acceptable: a reference to nothing, a broken rule."""

    status = 422


class UnavailableError(AppError):
    status = 503
    headers: ClassVar[dict[str, str]] = {"Retry-After": "1"}
