from datetime import timedelta

from app.models.user import User
from kit.models.base import utc_now
from kit.models.idempotency_key import IdempotencyKey


def kept_answer(user: User, key: str, age: timedelta = timedelta(0)) -> IdempotencyKey:
    return IdempotencyKey(
        user_id=user.id,
        key=key,
        fingerprint="-",
        status=204,
        headers=[],
        body=b"",
        created_at=utc_now() - age,
    )
