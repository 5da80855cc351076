from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.base import utc_now
from app.models.idempotency_key import IdempotencyKey
from app.models.user import User
from app.services.idempotency import KEPT_FOR, IdempotencyService


def answer(user: User, key: str, age: timedelta = timedelta(0)) -> IdempotencyKey:
    return IdempotencyKey(
        user_id=user.id,
        key=key,
        fingerprint="-",
        status=204,
        headers=[],
        body=b"",
        created_at=utc_now() - age,
    )


async def test_what_is_older_than_a_day_is_forgotten_when_something_new_is_kept(
    db: AsyncSession, user: User
) -> None:
    minute = timedelta(minutes=1)
    db.add_all([answer(user, "over", KEPT_FOR + minute), answer(user, "valid", KEPT_FOR - minute)])

    await IdempotencyService(db).keep(answer(user, "new"))

    assert set(await db.scalars(select(IdempotencyKey.key))) == {"valid", "new"}
