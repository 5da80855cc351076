from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from kit.models.idempotency_key import IdempotencyKey
from kit.services.idempotency import KEPT_FOR, IdempotencyService
from tests.kit.idempotency_keys import kept_answer

MINUTE = timedelta(minutes=1)


async def test_what_is_over_is_forgotten_when_something_new_is_kept(
    db: AsyncSession, user: User
) -> None:
    db.add(kept_answer(user, "over", KEPT_FOR + MINUTE))
    db.add(kept_answer(user, "valid", KEPT_FOR - MINUTE))

    await IdempotencyService(db).keep(kept_answer(user, "new"))

    assert set(await db.scalars(select(IdempotencyKey.key))) == {"valid", "new"}
