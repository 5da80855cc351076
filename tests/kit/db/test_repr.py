"""How a row is shown in a log or to a debugger."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User


def test_a_new_row_has_no_id_yet() -> None:
    assert repr(User(email="ada@example.com")) == "User(id=None)"


@pytest.mark.parametrize("state", ["flushed", "expired", "detached"])
async def test_a_row_is_shown_by_its_id_alone_whatever_is_loaded(
    db: AsyncSession, user: User, state: str
) -> None:
    db.add(user)
    id = user.id
    if state != "flushed":
        db.expire(user)
    if state == "detached":
        db.expunge(user)

    assert repr(user) == f"User(id={id})"
