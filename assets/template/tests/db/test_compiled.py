"""What compiled statements do is what the session does, and they do it together."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import bindparam, event, func, select
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InvalidRequestError,
    MultipleResultsFound,
    NoResultFound,
    StatementError,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.db.compiled import Query, rows_of
from tests.models import VALUES, Author, Book, Sample, Strict

BY_NAME = Query(select(Author).where(Author.name == bindparam("name")))
NAMES = Query(select(Author.name).order_by(Author.id))
EVERY_VALUE = [(name, value) for name, values in VALUES.items() for value in [*values, None]]
# Neither database compares documents.
COMPARABLE = [(name, values[0]) for name, values in VALUES.items() if name != "json"]

pytestmark = pytest.mark.usefixtures("tables")

COUNT = Query(select(func.count()).select_from(Author))


@pytest.fixture
async def db(app: FastAPI) -> AsyncIterator[AsyncSession]:
    async with app.state.database.async_session() as session:
        yield session


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[AsyncSession]:
    async with app.state.database.async_session() as session:
        yield session


def author(name: str = "Ada", **values: Any) -> Author:
    return Author(name=name, **values)


class TestTypes:
    @pytest.mark.parametrize(("name", "value"), EVERY_VALUE)
    async def test_a_value_comes_back_as_it_went_in(
        self, db: AsyncSession, other: AsyncSession, name: str, value: Any
    ) -> None:
        sample = Sample(**{name: value})
        await rows_of(Sample).insert(db, sample)
        await db.commit()

        compiled = await rows_of(Sample).get(other, sample.id)
        column = getattr(Sample, name)
        ordinary = await other.scalar(select(column).where(Sample.id == sample.id))

        assert getattr(sample, name) == value
        assert getattr(compiled, name) == value
        assert ordinary == value
        assert type(getattr(compiled, name)) is type(ordinary)

    @pytest.mark.parametrize(("name", "value"), COMPARABLE)
    async def test_a_value_can_be_asked_for(self, db: AsyncSession, name: str, value: Any) -> None:
        sample = Sample(**{name: value})
        db.add(sample)
        column = getattr(Sample, name)

        found = await Query(select(Sample).where(column == bindparam("value"))).all(db, value=value)

        assert found == [sample]

    @pytest.mark.usefixtures("short_ways")
    @pytest.mark.parametrize("big", [2**63, -(2**63) - 1])
    async def test_what_no_column_holds_is_refused(self, db: AsyncSession, big: int) -> None:
        with pytest.raises(DataError):
            await rows_of(Sample).insert(db, Sample(big=big))


class TestQuery:
    async def test_it_returns_what_it_selects(self, db: AsyncSession) -> None:
        ada = author("Ada")
        db.add_all([ada, author("Bea")])

        assert await BY_NAME.all(db, name="Ada") == [ada]
        assert await NAMES.all(db) == ["Ada", "Bea"]
        assert await COUNT.one(db) == 2
        both = Query(select(Author, Author.name).where(Author.name == "Bea"))
        assert [(a.name, name) for a, name in await both.all(db)] == [("Bea", "Bea")]

    async def test_a_row_is_one_object_in_a_session(self, db: AsyncSession) -> None:
        db.add(author())
        await db.commit()

        compiled = await BY_NAME.one(db, name="Ada")
        ordinary = await db.scalar(select(Author).where(Author.name == "Ada"))

        assert compiled is ordinary

    async def test_one_wants_one(self, db: AsyncSession) -> None:
        db.add_all([author("Ada"), author("Bea")])

        with pytest.raises(MultipleResultsFound):
            await NAMES.one(db)
        with pytest.raises(NoResultFound):
            await BY_NAME.one(db, name="nobody")
        assert await BY_NAME.first(db, name="nobody") is None

    async def test_a_value_that_is_missing_is_named(self, db: AsyncSession) -> None:
        with pytest.raises(StatementError, match="name"):
            await BY_NAME.all(db)

    async def test_values_of_the_statement_are_its_own(self, db: AsyncSession) -> None:
        db.add_all([author("Ada"), author("Bea")])

        assert len(await Query(select(Author).where(Author.name == "Ada").limit(1)).all(db)) == 1

    async def test_loader_options_are_followed(self, db: AsyncSession) -> None:
        db.add(author(books=[Book(title="Notes")]))
        await db.commit()
        db.expunge_all()

        ada = await Query(select(Author).options(selectinload(Author.books))).one(db)

        assert [book.title for book in ada.books] == ["Notes"]

    @pytest.mark.usefixtures("short_ways")
    async def test_it_leaves_no_transaction_behind(self, db: AsyncSession) -> None:
        await NAMES.all(db)

        assert not db.in_transaction()

    async def test_a_lock_is_held(self, db: AsyncSession) -> None:
        await Query(select(Author).with_for_update()).all(db)

        assert db.in_transaction()


class TestInsert:
    async def test_the_row_is_complete(self, db: AsyncSession) -> None:
        ada = author()
        await rows_of(Author).insert(db, ada)

        assert ada.id
        assert (ada.country, ada.written, ada.shouted) == ("unknown", 0, "QUIET")
        assert ada in db

    async def test_what_is_related_goes_along(self, db: AsyncSession) -> None:
        ada = author(books=[Book(title="Notes")])
        await rows_of(Author).insert(db, ada)

        assert await Query(select(Book.author_id)).all(db) == [ada.id]

    async def test_a_constraint_speaks_at_once(self, db: AsyncSession) -> None:
        await rows_of(Author).insert(db, author())

        with pytest.raises(IntegrityError):
            await rows_of(Author).insert(db, author())

    async def test_validators_are_asked(self, db: AsyncSession) -> None:
        strict = Strict(name=" Ada ")
        await rows_of(Strict).insert(db, strict)
        await rows_of(Strict).update(db, strict, {"name": " Bea "})

        assert strict.name == "Bea"


class TestUpdate:
    @pytest.fixture
    async def ada(self, db: AsyncSession) -> Author:
        ada = author()
        await rows_of(Author).insert(db, ada)
        await db.commit()
        return ada

    async def test_what_is_given_changes(
        self, db: AsyncSession, other: AsyncSession, ada: Author
    ) -> None:
        assert await rows_of(Author).update(db, ada, {"name": "Bea", "country": None})
        await db.commit()

        stored = await BY_NAME.one(other, name="Bea")
        assert (ada.name, ada.country, ada.written) == ("Bea", None, 1)
        assert (stored.name, stored.country, stored.written) == ("Bea", None, 1)

    @pytest.mark.usefixtures("short_ways")
    async def test_the_same_again_is_no_write(self, db: AsyncSession, ada: Author) -> None:
        assert await rows_of(Author).update(db, ada, {"name": "Ada"})

        assert ada.written == 0
        assert not db.in_transaction()

    async def test_an_expression_is_computed(self, db: AsyncSession, ada: Author) -> None:
        await rows_of(Author).update(db, ada, {"written": Author.written + 41})
        await db.refresh(ada)

        assert ada.written == 41

    async def test_what_was_set_before_is_written_too(
        self, db: AsyncSession, other: AsyncSession, ada: Author
    ) -> None:
        ada.country = "England"
        await rows_of(Author).update(db, ada, {"name": "Bea"})
        await db.commit()

        assert (await BY_NAME.one(other, name="Bea")).country == "England"


class TestDelete:
    async def test_the_row_is_gone(self, db: AsyncSession) -> None:
        ada = author()
        db.add_all([ada, book := Book(title="Notes", author=ada)])
        await db.commit()

        assert await rows_of(Book).delete(db, book)

        assert await Query(select(Book)).all(db) == []
        assert book not in db

    async def test_dependents_go_along(self, db: AsyncSession) -> None:
        ada = author(books=[Book(title="Notes")])
        db.add(ada)
        await db.commit()

        await rows_of(Author).delete(db, ada)

        assert await Query(select(Book)).all(db) == []


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

    @pytest.mark.usefixtures("short_ways")
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
