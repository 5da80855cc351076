"""Compiled statements and the session, in one transaction."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event, func, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import rows_of
from tests.kit.db.queries import BY_NAME, COUNT, NAMES, author
from tests.kit.models import Author

pytestmark = pytest.mark.usefixtures("tables")


class TestTogether:
    """Compiled statements and the session, in one transaction."""

    async def test_the_session_sees_compiled_writes(self, db: AsyncSession) -> None:
        await rows_of(Author).insert(db, author())

        assert await db.scalar(select(func.count()).select_from(Author)) == 1

    async def test_compiled_statements_see_what_is_pending(self, db: AsyncSession) -> None:
        db.add(author())

        assert await COUNT.one(db) == 1

    @pytest.mark.parametrize("first", ["compiled", "session"])
    async def test_they_commit_together(
        self, db: AsyncSession, other: AsyncSession, first: str
    ) -> None:
        if first == "session":
            db.add(author("Bea"))
        await rows_of(Author).insert(db, author("Ada"))
        db.add(author("Cleo"))
        await db.commit()

        assert "Ada" in await NAMES.all(other)
        assert not db.in_transaction()

    @pytest.mark.parametrize("first", ["compiled", "session"])
    async def test_they_are_undone_together(
        self, db: AsyncSession, other: AsyncSession, first: str
    ) -> None:
        if first == "session":
            db.add(author("Bea"))
        await rows_of(Author).insert(db, author("Ada"))
        db.add(author("Cleo"))
        await db.flush()
        await db.rollback()

        assert await COUNT.one(other) == 0

    async def test_what_was_undone_is_forgotten(self, db: AsyncSession) -> None:
        ada = author()
        await rows_of(Author).insert(db, ada)
        await db.commit()
        await rows_of(Author).update(db, ada, {"name": "Bea"})
        await db.rollback()
        await db.refresh(ada)

        assert ada.name == "Ada"

    async def test_closing_is_no_commit(self, app: FastAPI, db: AsyncSession) -> None:
        async with app.state.database.async_session() as session:
            await rows_of(Author).insert(session, author())

        assert await COUNT.one(db) == 0

    async def test_a_savepoint_takes_compiled_writes_back(self, db: AsyncSession) -> None:
        ada = author("Ada")
        await rows_of(Author).insert(db, ada)
        async with db.begin_nested() as savepoint:
            await rows_of(Author).insert(db, author("Bea"))
            await rows_of(Author).update(db, ada, {"name": "Cleo"})
            await savepoint.rollback()
        await db.refresh(ada)

        assert await NAMES.all(db) == ["Ada"]
        assert ada.name == "Ada"

    async def test_a_block_of_begin_commits_compiled_writes(
        self, db: AsyncSession, other: AsyncSession
    ) -> None:
        async with db.begin():
            await rows_of(Author).insert(db, author())

        assert await COUNT.one(other) == 1

    @pytest.mark.usefixtures("fast_path")
    async def test_a_transaction_is_not_begun_twice(self, db: AsyncSession) -> None:
        await rows_of(Author).insert(db, author())

        with pytest.raises(InvalidRequestError, match="already begun"):
            db.begin()

    async def test_setting_an_attribute_of_what_was_read_is_a_write(
        self, db: AsyncSession, other: AsyncSession
    ) -> None:
        await rows_of(Author).insert(db, author())
        await db.commit()

        (await BY_NAME.one(db, name="Ada")).name = "Bea"
        await db.commit()

        assert await NAMES.all(other) == ["Bea"]


class TestListeners:
    """Who listens to the session or the engine is told of everything."""

    async def test_of_statements(self, app: FastAPI, db: AsyncSession) -> None:
        seen: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            seen.append(statement)

        engine = db.get_bind().engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            async with app.state.database.async_session() as session:
                await NAMES.all(session)
        finally:
            event.remove(engine, "before_cursor_execute", note)

        assert any("_authors" in statement for statement in seen)

    async def test_of_rows(self, db: AsyncSession) -> None:
        seen: list[str] = []

        def note(_: Any, __: Any, target: Author) -> None:
            seen.append(target.name)

        event.listen(Author, "before_insert", note)
        try:
            await rows_of(Author).insert(db, author())
        finally:
            event.remove(Author, "before_insert", note)

        assert seen == ["Ada"]
