"""However a row is written, its time is a new one: it is what the tag of a version is made of."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Table, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from kit.db.compiled import rows_of

NEW = {"full_name": "Ada"}


async def compiled(db: AsyncSession, user: User) -> None:
    await rows_of(User).update(db, user, NEW)


async def attribute(db: AsyncSession, user: User) -> None:
    user.full_name = "Ada"
    await db.flush()


async def statement(db: AsyncSession, user: User) -> None:
    await db.execute(update(User).where(User.id == user.id).values(NEW))


async def bulk(db: AsyncSession, user: User) -> None:
    await db.execute(update(User), [{"id": user.id, **NEW}])


async def table(db: AsyncSession, user: User) -> None:
    users = User.__table__
    assert isinstance(users, Table)
    await db.execute(update(users).where(users.c.id == user.id).values(NEW))


@pytest.mark.parametrize("write", [compiled, attribute, statement, bulk, table])
async def test_a_write_is_seen_by_its_time(
    db: AsyncSession, user: User, write: Callable[[AsyncSession, User], Awaitable[None]]
) -> None:
    before = user.updated_at

    await write(db, user)
    await db.commit()
    await db.refresh(user)

    assert user.full_name == "Ada"
    assert user.updated_at > before
