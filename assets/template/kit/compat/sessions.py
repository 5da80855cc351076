"""Where a session of SQLAlchemy begins its work."""

from typing import Any

from sqlalchemy.orm import Session

from kit.compat.shape import has

# Since SQLAlchemy 2.0. Without it, a session that has ended says so in SQLAlchemy's own words.
has(Session, "_autobegin_t", "sessions that have ended raise an error of SQLAlchemy's own")


class WatchedSession(Session):
    """A session that calls `before_work` before it does anything."""

    def before_work(self) -> None:
        """Raise what is to be raised."""

    def _autobegin_t(self, *arguments: Any, **options: Any) -> Any:
        self.before_work()
        return super()._autobegin_t(*arguments, **options)
