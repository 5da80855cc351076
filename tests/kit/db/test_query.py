"""Queries return what the session would."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import MultipleResultsFound, NoResultFound, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.db.compiled import Query
from tests.kit.db.queries import BY_NAME, COUNT, NAMES, author
from tests.kit.models import Author, Book

pytestmark = pytest.mark.usefixtures("tables")


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

    @pytest.mark.usefixtures("fast_path")
    async def test_it_leaves_no_transaction_behind(self, db: AsyncSession) -> None:
        await NAMES.all(db)

        assert not db.in_transaction()

    async def test_a_lock_is_held(self, db: AsyncSession) -> None:
        await Query(select(Author).with_for_update()).all(db)

        assert db.in_transaction()
