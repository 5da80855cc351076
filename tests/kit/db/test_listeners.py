"""Who listens to an engine or to sessions, and who sets options of theirs, misses nothing."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.config import Settings
from app.models.user import User
from kit.db.compiled import Query, rows_of
from kit.db.session import Database

USERS = Query(select(User))
ISOLATION = Query(select(func.current_setting("transaction_isolation")))

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


class StrictDatabase(Database):
    def _options(self) -> dict[str, Any]:
        return super()._options() | {"isolation_level": "SERIALIZABLE"}


@pytest.fixture
async def own(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings)
    yield database
    await database.dispose()


async def write_and_read(database: Database) -> None:
    user = User(email="ada@example.com", hashed_password="-")
    async with database.async_session() as db:
        await rows_of(User).insert(db, user)
        await db.commit()
    async with database.async_session() as db:
        await USERS.all(db)


@pytest.mark.parametrize("name", ["begin", "commit", "before_cursor_execute"])
async def test_events_of_the_engine_happen(own: Database, name: str) -> None:
    seen: list[str] = []
    event.listen(own.async_engine.sync_engine, name, lambda *_: seen.append(name))

    await write_and_read(own)

    assert name in seen


async def test_events_of_errors_happen(own: Database) -> None:
    seen: list[str] = []

    event.listen(own.async_engine.sync_engine, "handle_error", lambda _: seen.append("error"))
    await write_and_read(own)
    with pytest.raises(IntegrityError):
        await write_and_read(own)

    assert seen == ["error"]


@pytest.mark.parametrize(
    "name", ["pending_to_persistent", "loaded_as_persistent", "after_transaction_end"]
)
async def test_events_of_sessions_happen(own: Database, name: str) -> None:
    seen: list[str] = []

    def note(*_: Any) -> None:
        seen.append(name)

    event.listen(Session, name, note)
    try:
        await write_and_read(own)
    finally:
        event.remove(Session, name, note)

    assert name in seen


async def test_statements_are_logged_where_that_is_wanted(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    database = Database(settings)

    await write_and_read(database)
    await database.dispose()

    assert "INSERT INTO users" in caplog.text
    assert "FROM users" in caplog.text


async def test_the_isolation_of_the_engine_is_that_of_each_transaction(settings: Settings) -> None:
    database = StrictDatabase(settings)
    if database.async_engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no other")

    async with database.async_session() as db:
        await rows_of(User).insert(db, User(email="ada@example.com", hashed_password="-"))
        assert await ISOLATION.one(db) == "serializable"
    await database.dispose()


async def test_who_listens_to_a_session_is_heard_from_then_on(own: Database) -> None:
    seen: list[str] = []
    async with own.async_session() as db:
        await USERS.all(db)
        event.listen(db.sync_session, "pending_to_persistent", lambda *_: seen.append("new"))
        await rows_of(User).insert(db, User(email="ada@example.com", hashed_password="-"))

    assert seen == ["new"]


async def test_who_listens_to_an_engine_is_heard_by_the_next_transaction_of_a_session(
    own: Database,
) -> None:
    seen: list[str] = []
    async with own.async_session() as db:
        for name in ("ada", "bea"):
            user = User(email=f"{name}@example.com", hashed_password="-")
            await rows_of(User).insert(db, user)
            await db.commit()
            event.listen(
                own.async_engine.sync_engine, "commit", lambda _, name=name: seen.append(name)
            )

    assert seen == ["ada"]
