"""However a transaction ends, rows and instances are as the session would have left them."""

import asyncio

import pytest
from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query, rows_of
from tests.kit.models import Author, Book

TITLES = Query(select(Book.title).order_by(Book.id))

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
async def author_id(db: AsyncSession) -> int:
    db.add(author := Author(name="Ada"))
    await db.commit()
    return author.id


@pytest.fixture
def book(author_id: int) -> Book:
    return Book(title="Notes", author_id=author_id)


@pytest.mark.parametrize("joined", [False, True])
async def test_what_was_undone_can_be_inserted_again(
    db: AsyncSession, book: Book, joined: bool
) -> None:
    await rows_of(Book).insert(db, book)
    if joined:
        await db.connection()
    await db.rollback()

    await rows_of(Book).insert(db, book)
    await db.commit()

    assert await TITLES.all(db) == ["Notes"]


async def test_what_was_not_deleted_can_be_changed(db: AsyncSession, book: Book) -> None:
    await rows_of(Book).insert(db, book)
    await db.commit()
    await rows_of(Book).delete(db, book)
    await db.rollback()
    await db.refresh(book)

    await rows_of(Book).update(db, book, {"title": "Letters"})
    await db.commit()

    assert await TITLES.all(db) == ["Letters"]


async def test_a_place_that_was_taken_again_is_given_back(db: AsyncSession, book: Book) -> None:
    await rows_of(Book).insert(db, book)
    await db.commit()
    await rows_of(Book).delete(db, book)
    other = Book(id=book.id, title="Letters", author_id=book.author_id)
    await rows_of(Book).insert(db, other)
    await rows_of(Book).delete(db, other)
    await db.rollback()

    assert book in db
    assert inspect(other).transient


@pytest.mark.parametrize(("end", "titles"), [("commit", ["Notes"]), ("rollback", [])])
async def test_synchronous_code_ends_it_too(
    db: AsyncSession, book: Book, end: str, titles: list[str]
) -> None:
    await rows_of(Book).insert(db, book)
    await db.run_sync(lambda session: getattr(session, end)())
    assert not db.in_transaction()
    await db.commit()

    assert await TITLES.all(db) == titles


async def test_what_is_committed_expires_where_that_is_wanted(db: AsyncSession, book: Book) -> None:
    db.sync_session.expire_on_commit = True
    await rows_of(Book).insert(db, book)
    await db.commit()

    assert inspect(book).expired


@pytest.mark.usefixtures("fast_path")
async def test_two_tasks_do_not_write_in_one_session(db: AsyncSession, author_id: int) -> None:
    books = [Book(title=title, author_id=author_id) for title in ("Notes", "Letters")]

    writes = (rows_of(Book).insert(db, book) for book in books)
    first, second = await asyncio.gather(*writes, return_exceptions=True)
    await db.commit()

    assert first is None
    assert isinstance(second, InvalidRequestError)
    assert await TITLES.all(db) == ["Notes"]


async def test_an_error_that_is_ignored_ends_the_transaction_all_the_same(
    db: AsyncSession, book: Book
) -> None:
    await rows_of(Book).insert(db, book)
    with pytest.raises(IntegrityError):
        await rows_of(Author).insert(db, Author(name="Ada"))

    with pytest.raises(PendingRollbackError):
        await TITLES.all(db)
    with pytest.raises(PendingRollbackError):
        await db.scalar(select(Book.title))
    with pytest.raises(PendingRollbackError):
        await db.commit()
    await db.rollback()

    assert await TITLES.all(db) == []


@pytest.mark.parametrize("joined", [False, True])
async def test_a_row_that_is_gone_is_not_changed(
    db: AsyncSession, book: Book, joined: bool
) -> None:
    await rows_of(Book).insert(db, book)
    await db.execute(delete(Book), execution_options={"synchronize_session": False})
    await db.commit()
    if joined:
        await db.connection()

    assert not await rows_of(Book).update(db, book, {"title": "Letters"})
