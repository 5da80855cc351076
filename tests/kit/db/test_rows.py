"""Rows are written as the session would write them."""

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query, rows_of
from tests.kit.db.queries import BY_NAME, author
from tests.kit.models import Author, Book, Note, Reader, Strict, book_readers

pytestmark = pytest.mark.usefixtures("tables")


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

    @pytest.mark.usefixtures("fast_path")
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

    @pytest.mark.usefixtures("fast_path")
    async def test_what_the_database_deletes_is_left_to_it(
        self, app: FastAPI, db: AsyncSession
    ) -> None:
        reader = Reader(books=[Book(title="Notes", author=author())], notes=[Note()])
        db.add(reader)
        await db.commit()
        reads = app.state.database.async_session()
        loaded = await rows_of(Reader).get(reads, reader.id)
        assert loaded

        await rows_of(Reader).delete(reads, loaded)

        assert not reads.has_begun
        await reads.commit()
        assert await Query(select(Note)).all(db) == []
        assert await db.scalar(select(func.count()).select_from(book_readers)) == 0
        await reads.close()
