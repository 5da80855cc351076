"""Compiled statements on pools of all kinds: what they take, they give back, and nothing leaks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.pool import NullPool

from app.config import Settings
from app.models.user import User
from kit.db.compiled import Query
from kit.db.session import Database

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]

COUNT = Query(select(func.count()).select_from(User))
CONNECTIONS = {"database_pool_size": 1, "database_max_overflow": 4, "database_pool_timeout": 60}


class AnyDatabase(Database):
    """With other options of the engine."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(settings.model_copy(update=CONNECTIONS))
        self._more = options

    def _options(self) -> dict[str, Any]:
        if "poolclass" in self._more:
            return self._more
        return super()._options() | self._more


@pytest.fixture
async def make(settings: Settings) -> AsyncIterator[Callable[..., Database]]:
    made = []

    def make(**options: Any) -> Database:
        made.append(AnyDatabase(settings, **options))
        return made[-1]

    yield make
    for database in made:
        await database.dispose()


async def count(database: Database) -> int:
    async with database.async_session(read_only=True) as db:
        return await COUNT.one(db)


@pytest.mark.parametrize("options", [{}, {"poolclass": NullPool}], ids=["overflow", "no pool"])
async def test_a_connection_that_is_not_kept_is_closed(
    make: Callable[..., Database], caplog: pytest.LogCaptureFixture, options: dict[str, Any]
) -> None:
    database = make(**options)

    assert await asyncio.gather(*(count(database) for _ in range(5))) == [0] * 5
    assert caplog.text == ""


async def test_connections_are_tried_before_they_are_used(make: Callable[..., Database]) -> None:
    database = make(pool_pre_ping=True)

    assert [await count(database), await count(database)] == [0, 0]


@pytest.mark.parametrize("name", ["checkout", "checkin"])
async def test_who_listens_to_the_pool_can_ask_the_database(
    make: Callable[..., Database], name: str
) -> None:
    database = make()
    seen: list[str] = []

    def ask(connection: Any, *_: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("SELECT 'asked'")
        seen.append(cursor.fetchone()[0])

    event.listen(database.async_engine.sync_engine, name, ask)
    await count(database)

    assert set(seen) == {"asked"}
