"""Sessions that end: SQLAlchemy's own would open again, on a connection that nobody gives back."""

from typing import Any

from sqlalchemy.exc import InvalidRequestError

from kit.compat.sessions import WatchedSession


class SessionEndedError(InvalidRequestError):
    """A session was used after its end."""

    def __init__(self) -> None:
        super().__init__(
            "This session has ended. That of a request ends before the answer is sent: what goes"
            " on after that, such as a stream or a background task, opens its own with"
            " StreamDbSession, or SyncStreamDbSession in plain `def` code"
        )


class EndingSession(WatchedSession):
    """A Session that `close` ends for good; `reset` leaves it ready to be used again."""

    has_ended = False

    def __init__(self, bind: Any = None, **options: Any) -> None:
        super().__init__(bind, close_resets_only=False, **options)

    def close(self) -> None:
        self.has_ended = True
        super().close()

    def invalidate(self) -> None:
        self.has_ended = True
        super().invalidate()

    def before_work(self) -> None:
        if self.has_ended:
            raise SessionEndedError
