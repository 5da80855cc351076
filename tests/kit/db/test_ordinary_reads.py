"""A query whose result is more than the columns of new objects is the session's, and the same."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from fastapi import FastAPI
from sqlalchemy import Integer, bindparam, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, load_only

from kit.db.compiled import Query, rows_of
from tests.kit.models import Author, Book, Place, Shelf

AUTHORS = Query(select(Author))

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
async def db(app: FastAPI) -> AsyncIterator[AsyncSession]:
    """A session that knows nothing of what is stored."""
    async with app.state.database.async_session() as session:
        session.add(Author(name="Ada"))
        await session.commit()
    async with app.state.database.async_session() as session:
        yield session


async def test_what_an_outer_join_does_not_find_is_none(db: AsyncSession) -> None:
    both = Query(select(Author, Book).outerjoin(Book, Book.author_id == Author.id))

    [(author, book)] = await both.all(db)

    assert author.name == "Ada"
    assert book is None


async def test_an_alias_is_its_model(db: AsyncSession) -> None:
    other = aliased(Author)

    assert (await Query(select(other)).one(db)).name == "Ada"


async def test_what_is_loaded_together_is_there(db: AsyncSession) -> None:
    author = await AUTHORS.one(db)
    db.add(Shelf(book=Book(title="Notes", author_id=author.id)))
    await db.commit()
    db.expunge_all()

    shelf = await Query(select(Shelf)).one(db)

    assert shelf.book
    assert shelf.book.title == "Notes"


@pytest.mark.parametrize("value", ["stored", "set"])
async def test_only_what_was_left_out_is_loaded_later(db: AsyncSession, value: str) -> None:
    known = (await db.scalars(select(Author).options(load_only(Author.name)))).one()
    if value == "set":
        known.country = "set"

    with db.no_autoflush:
        assert await AUTHORS.one(db) is known

    assert known.written == 0
    assert known.country == ("set" if value == "set" else "unknown")


async def test_options_of_the_statement_are_followed(db: AsyncSession) -> None:
    author = await AUTHORS.one(db)
    change = update(Author).values(country="changed")
    await db.execute(change, execution_options={"synchronize_session": False})

    await Query(select(Author).execution_options(populate_existing=True)).one(db)

    assert author.country == "changed"


async def test_options_of_the_connection_are_followed(db: AsyncSession) -> None:
    await db.connection(execution_options={"schema_translate_map": {None: "nowhere"}})

    with pytest.raises(DBAPIError):
        await AUTHORS.all(db)


async def test_an_in_takes_any_number_of_values(db: AsyncSession) -> None:
    some = Query(select(Author.name).where(Author.name.in_(bindparam("names", expanding=True))))
    fixed = Query(select(Author.name).where(Author.name.in_(["Ada", "Bea"])))

    assert await some.all(db, names=["Ada", "Bea", "Cleo"]) == ["Ada"]
    assert await some.all(db, names=[]) == []
    assert await fixed.all(db) == ["Ada"]


async def test_a_value_is_computed_for_each_query(db: AsyncSession) -> None:
    numbers = count(1)
    number = bindparam("number", callable_=lambda: next(numbers), type_=Integer)
    counted = Query(select(Author.written + number))

    assert await counted.one(db) != await counted.one(db)


async def test_a_key_of_two_columns_is_given_as_two(db: AsyncSession) -> None:
    places = [Place(id=1, row=row, name=f"row {row}") for row in (1, 2)]
    db.add_all(places)
    await db.commit()
    key = inspect(places[1]).identity
    db.expunge_all()

    place = await rows_of(Place).get(db, key)

    assert place
    assert place.name == "row 2"
