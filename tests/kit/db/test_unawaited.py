"""`async def` code on a session of the sync door."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.models.user import User
from kit.db.compiled import Query, rows_of
from kit.db.session import Database
from kit.db.unawaited import as_async, finish


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as session:
        yield session


def make(session: Session) -> User:
    user = User(email="ada@unawaited.example.com", hashed_password="-")
    finish(rows_of(User).insert(as_async(session), user))
    return user


async def test_it_reads_and_writes_in_the_transaction_of_the_session(session: Session) -> None:
    user = make(session)

    finish(rows_of(User).update(as_async(session), user, {"full_name": "Ada"}))

    by_id = select(User).where(User.id == user.id)
    assert finish(Query(by_id).one(as_async(session))) is user
    assert session.scalar(select(User.full_name).where(User.id == user.id)) == "Ada"
    session.rollback()
    assert finish(rows_of(User).get(as_async(session), user.id)) is None


async def test_moments_come_in_utc_whatever_the_server_thinks(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL TIME ZONE 'Asia/Tokyo'"))
    user = make(session)

    session.refresh(user)

    assert user.created_at.tzinfo is UTC
    assert user.created_at <= datetime.now(UTC)


async def test_what_waits_for_anything_else_is_refused() -> None:
    with pytest.raises(RuntimeError, match="waits for something"):
        finish(asyncio.sleep(0))
