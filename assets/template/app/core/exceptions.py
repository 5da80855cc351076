"""What services raise; subclass them here for errors of this project.

An error rolls back what its request has written, unless it says `commits = True`.
"""

from kit.errors import (
    AppError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    TooManyRequestsError,
    UnauthorizedError,
    UnavailableError,
    UnfinishedError,
)

__all__ = [
    "AppError",
    "ConflictError",
    "ForbiddenError",
    "InvalidError",
    "NotFoundError",
    "PreconditionFailedError",
    "RefreshTokenReusedError",
    "TooManyRequestsError",
    "UnauthorizedError",
    "UnavailableError",
    "UnfinishedError",
]


class RefreshTokenReusedError(UnauthorizedError):
    """The session has ended, and stays so."""

    commits = True
