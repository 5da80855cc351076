from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User

PASSWORD = "correct horse battery"
# Hashing is slow by design, so this was done beforehand.
HASHED_PASSWORD = (
    "$argon2id$v=19$m=65536,t=3,p=4$a4QfTyh6V4N9zVNtX0v8/g"
    "$VYyY9FscxER2CmIB9aTEBl16VB+RADYnZdosei93ZvU"
)

_number = count(1)


async def create_user(db: AsyncSession, **values: Any) -> User:
    number = next(_number)
    defaults: dict[str, Any] = {
        "email": f"user{number}@example.com",
        "hashed_password": HASHED_PASSWORD,
    }
    user = User(**defaults | values)
    db.add(user)
    await db.commit()
    return user
