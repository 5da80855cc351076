"""`async def` code on a sync session: what is written once serves both kinds of session.

    page = finish(listing.page(as_async(db), params))

`AsyncSession.run_sync` is the same the other way round. On a sync session nothing has to be waited
for: the code comes to its end in one step, in the thread that calls it.
"""

from collections.abc import Coroutine
from typing import Any, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

T = TypeVar("T")


class _Front(AsyncSession):
    """An AsyncSession in front of a session that is there already."""

    def __init__(self, session: Session) -> None:
        # SQLAlchemy calls it to make the session behind this one.
        super().__init__(sync_session_class=cast(type[Session], lambda **_: session))

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        # SQLAlchemy's own asks the cursor for what those of async drivers alone have.
        return self.sync_session.execute(*arguments, **options)


def as_async(session: Session) -> AsyncSession:
    """The session with methods to await, which block."""
    return _Front(session)


def finish(code: Coroutine[Any, Any, T]) -> T:
    """What it returns. It must wait for nothing but a session of `as_async`."""
    try:
        code.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    code.close()
    raise RuntimeError("It waits for something: only `async def` code can wait with it")
