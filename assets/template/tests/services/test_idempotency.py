from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.idempotency_key import IdempotencyKey
from app.models.user import User
from app.services.idempotency import KEPT_FOR, IdempotencyService
from tests.factories.idempotency_key import kept_answer

MINUTE = timedelta(minutes=1)


async def test_what_is_over_is_forgotten_when_something_new_is_kept(
    db: AsyncSession, user: User
) -> None:
    db.add(kept_answer(user, "over", KEPT_FOR + MINUTE))
    db.add(kept_answer(user, "valid", KEPT_FOR - MINUTE))

    await IdempotencyService(db).keep(kept_answer(user, "new"))

    assert set(await db.scalars(select(IdempotencyKey.key))) == {"valid", "new"}
