"""What services raise; subclass them here for errors of this project."""

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
    "TooManyRequestsError",
    "UnauthorizedError",
    "UnavailableError",
    "UnfinishedError",
]
