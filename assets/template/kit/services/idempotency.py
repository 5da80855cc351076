from datetime import timedelta

from anyio.to_thread import run_sync
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from kit.db.compiled import Query, rows_of
from kit.db.locks import try_lock
from kit.db.unawaited import as_async, finish
from kit.errors import InvalidError, UnfinishedError
from kit.models.base import utc_now
from kit.models.idempotency_key import IdempotencyKey

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
# Each new key takes away some that are over: more than one, so that none are left in the end.
FORGOTTEN_AT_ONCE = 100


class IdempotencyService:
    """Answers that are given again to who asks again, each user by keys of their own."""

    # For update, so that on SQLite it waits for its turn to write.
    with_key = Query(
        select(IdempotencyKey)
        .filter_by(user_id=bindparam("user_id"), key=bindparam("key"))
        .with_for_update()
    )
    # Others look for them at the same moment; nobody waits.
    over = Query(
        select(IdempotencyKey.id)
        .where(IdempotencyKey.created_at < bindparam("before"))
        .order_by(IdempotencyKey.created_at)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def first_answer(self, asked: IdempotencyKey) -> IdempotencyKey | None:
        """The one to an earlier request; None if this is the first, which then has the key."""
        if not await try_lock(self.db, f"{HEADER} {asked.user_id} {asked.key}"):
            raise UnfinishedError(f"The first request with this {HEADER} is not finished yet")
        first = await self.with_key.first(self.db, user_id=asked.user_id, key=asked.key)
        if first and first.fingerprint != asked.fingerprint:
            raise InvalidError(
                f"This {HEADER} was sent with a different request",
                field=HEADER,
                location="header",
            )
        return first

    async def keep(self, answered: IdempotencyKey) -> None:
        await rows_of(IdempotencyKey).insert(self.db, answered)
        over = await self.over.all(self.db, before=utc_now() - KEPT_FOR)
        if over:
            await self.db.execute(delete(IdempotencyKey).where(IdempotencyKey.id.in_(over)))


class IdempotencyInThread(IdempotencyService):
    """The same on a sync session, which would block the event loop."""

    def __init__(self, db: Session) -> None:
        super().__init__(as_async(db))

    async def first_answer(self, asked: IdempotencyKey) -> IdempotencyKey | None:
        return await run_sync(finish, super().first_answer(asked))

    async def keep(self, answered: IdempotencyKey) -> None:
        await run_sync(finish, super().keep(answered))
