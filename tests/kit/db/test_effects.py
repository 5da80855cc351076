"""Selects that do more than read, and what goes past the session, are part of its transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    cast,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles

from app.models.user import User
from kit.db.compiled import Query
from kit.db.compiled.effects import has_effects
from kit.db.session import Database
from tests.factories.user import create_user

SET = func.set_config("app.tenant", "ours", True)
SET_TENANT = Query(select(SET))
TENANT = Query(select(func.current_setting("app.tenant", True)))
LOCK = Query(select(func.pg_try_advisory_xact_lock(1)))
IDS = Query(select(User.id))


class Own(ColumnElement[str]):
    inherit_cache = True


@compiles(Own)
def _text_of_own(*_: Any, **__: Any) -> str:
    return "set_config('app.tenant', 'ours', true)"


@pytest.mark.parametrize(
    "statement",
    [
        select(SET.label("tenant")),
        select(func.lower(SET)),
        select(cast(SET, Integer)),
        select(SET.over()),
        select(User).where(SET == "ours"),
        select(User).where(User.id.in_(select(SET))),
        select(User).where(exists(select(SET))),
        select(User.id).order_by(SET),
        select(User.id).limit(SET),
        select(User.id).join(select(SET.label("tenant")).subquery(), true()),
        select(select(SET).scalar_subquery()),
        select(SET.table_valued("tenant")),
        select(func.ours.lower("A")),
        select(insert(User).values(email="a").returning(User.id).cte("made").c.id),
        select(text("set_config('app.tenant', 'ours', true)")),
        select(literal_column("set_config('app.tenant', 'ours', true)")),
        select(User).where(text("set_config('app.tenant', 'ours', true) = 'ours'")),
        select(Own()),
    ],
    ids=str,
)
def test_what_may_act_is_found_wherever_it_stands(statement: Select[Any]) -> None:
    assert has_effects(statement)


@pytest.mark.parametrize(
    "statement",
    [
        select(User).where(User.email == "a"),
        select(func.count()).select_from(select(User.id).limit(3).subquery()),
        select(func.coalesce(func.max(User.id), 0)),
        select(User.id, func.ROW_NUMBER().over(order_by=User.id)),
    ],
    ids=str,
)
def test_what_only_reads_needs_no_transaction(statement: Select[Any]) -> None:
    assert not has_effects(statement)


@pytest.mark.commits
@pytest.mark.usefixtures("app", "fast_path")
class TestTransaction:
    @pytest.fixture
    def postgresql(self, database: Database) -> None:
        if database.async_engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no function with effects")

    @pytest.mark.usefixtures("postgresql")
    async def test_what_a_function_sets_lasts_until_its_end(self, database: Database) -> None:
        async with database.async_session() as db:
            await SET_TENANT.one(db)

            assert await TENANT.one(db) == "ours"
            await db.commit()
            assert not await TENANT.one(db)

    @pytest.mark.usefixtures("postgresql")
    async def test_a_lock_is_held_until_its_end(self, database: Database) -> None:
        async with database.async_session() as first, database.async_session() as second:
            assert await LOCK.one(first)
            assert not await LOCK.one(second)
            await first.commit()
            assert await LOCK.one(second)

    async def test_reading_begins_none(self, database: Database) -> None:
        async with database.async_session() as db:
            await IDS.all(db)

            assert not db.in_transaction()

    @pytest.mark.parametrize(
        "connect",
        [AsyncSession.connection, lambda db: db.run_sync(lambda session: session.connection())],
        ids=["async", "sync"],
    )
    async def test_what_is_sent_past_the_session_is_undone_with_it(
        self, database: Database, connect: Callable[[AsyncSession], Any]
    ) -> None:
        async with database.async_session() as db:
            id = (await create_user(db)).id
            await db.commit()
            await connect(db)
            raw: Any = await (await db.connection()).get_raw_connection()
            await raw.driver_connection.execute("DELETE FROM users")
            await db.rollback()

            assert await IDS.all(db) == [id]
