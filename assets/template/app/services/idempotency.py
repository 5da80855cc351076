from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import InvalidError, UnfinishedError
from app.db.locks import try_lock
from app.models.base import utc_now
from app.models.idempotency_key import IdempotencyKey

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
# Each new key takes away some that are over: more than one, so that none are left in the end.
FORGOTTEN_AT_ONCE = 100


class IdempotencyService:
    """Answers that are given again to who asks again, each user by keys of their own."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def first_answer(self, asked: IdempotencyKey) -> IdempotencyKey | None:
        """The one to an earlier request; None if this is the first, which then has the key."""
        if not await try_lock(self.db, f"{HEADER} {asked.user_id} {asked.key}"):
            raise UnfinishedError(f"The first request with this {HEADER} is not finished yet")
        same_key = select(IdempotencyKey).filter_by(user_id=asked.user_id, key=asked.key)
        first = await self.db.scalar(same_key)
        if first and first.fingerprint != asked.fingerprint:
            raise InvalidError(
                f"This {HEADER} was sent with a different request",
                field=HEADER,
                location="header",
            )
        return first

    async def keep(self, answered: IdempotencyKey) -> None:
        self.db.add(answered)
        await self._forget()

    async def _forget(self) -> None:
        expired = (
            select(IdempotencyKey.id)
            .where(IdempotencyKey.created_at < utc_now() - KEPT_FOR)
            .order_by(IdempotencyKey.created_at)
            .limit(FORGOTTEN_AT_ONCE)
            # Others do the same at this moment; nobody waits for them.
            .with_for_update(skip_locked=True)
        )
        await self.db.execute(
            delete(IdempotencyKey).where(IdempotencyKey.id.in_(expired)),
            execution_options={"synchronize_session": False},
        )
