"""Every way a command can end, and every error it can end with."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell sees; `fbb --help` documents these."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PENDING = 3
    CONFLICT = 4
    MANUAL = 5


class BuilderError(Exception):
    """An error that a person can act on: what is wrong, and what to try."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BuilderError):
    """The request itself is wrong: a name, a field, an option."""

    exit_code = ExitCode.USAGE


class ProjectError(BuilderError):
    """The project on disk is not in a state that the command can work on."""


class ConflictError(BuilderError):
    """The files changed under the plan, or what is asked for is taken."""

    exit_code = ExitCode.CONFLICT


@contextmanager
def at(place: object) -> Iterator[None]:
    """What is wrong from here on is wrong in that place of the request; "" is all of it."""
    try:
        yield
    except (UsageError, ConflictError) as error:
        if not str(place):
            raise
        raise type(error)(f"{place}: {error.message}", hint=error.hint) from error
