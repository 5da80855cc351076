"""What a session would do when it writes a row, compiled statements do too, or leave to it."""

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from kit.db.compiled import Query, rows_of
from tests.kit.models import Author, Book, Poem, Setting, Shelf

COUNTRIES = Query(select(Author.country))
VALUE = Query(select(Setting.value))

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
async def ada(db: AsyncSession) -> Author:
    ada = Author(name="Ada")
    db.add(ada)
    await db.commit()
    return ada


async def test_a_value_can_be_changed_in_place(db: AsyncSession) -> None:
    setting = Setting(value={"a": 1})
    await rows_of(Setting).insert(db, setting)
    setting.value["b"] = 2
    await db.commit()

    assert await VALUE.all(db) == [{"a": 1, "b": 2}]

    await rows_of(Setting).update(db, setting, {"value": {"c": 3}})
    setting.value["d"] = 4
    await db.commit()

    assert await VALUE.all(db) == [{"c": 3, "d": 4}]


async def test_who_listens_to_an_attribute_is_asked(db: AsyncSession, ada: Author) -> None:
    def shout(_: Any, value: str, *__: Any) -> str:
        return value.upper()

    event.listen(Author.country, "set", shout, retval=True)
    try:
        await rows_of(Author).update(db, ada, {"country": "England"})
    finally:
        event.remove(Author.country, "set", shout)

    assert await COUNTRIES.all(db) == ["ENGLAND"]


async def test_what_was_not_loaded_can_be_set(db: AsyncSession, ada: Author) -> None:
    db.expunge(ada)
    known = (await db.scalars(select(Author).options(load_only(Author.name)))).one()

    await rows_of(Author).update(db, known, {"country": "England"})

    assert await COUNTRIES.all(db) == ["England"]


async def test_a_row_can_have_a_new_id(db: AsyncSession, ada: Author) -> None:
    new = ada.id + 1

    await rows_of(Author).update(db, ada, {"id": new})

    assert await db.get(Author, new) is ada


async def test_a_row_that_refers_to_itself_can_be_deleted(db: AsyncSession, ada: Author) -> None:
    db.add(poem := Poem(title="Ouroboros", author=ada))
    await db.flush()
    poem.answers_id = poem.id
    await db.commit()

    assert await rows_of(Poem).delete(db, poem)
    await db.commit()

    assert await db.scalar(select(Poem)) is None


async def test_nothing_is_related_where_none_is_given(db: AsyncSession, ada: Author) -> None:
    db.add(book := Book(title="Notes", author_id=ada.id))
    await db.commit()
    shelf = Shelf(book=None, book_id=book.id)

    await rows_of(Shelf).insert(db, shelf)

    assert shelf.book_id is None


async def test_what_is_of_no_session_is_not_silently_left_as_it_is(
    db: AsyncSession, ada: Author
) -> None:
    db.expunge(ada)

    with pytest.raises(InvalidRequestError, match="not of this Session"):
        await rows_of(Author).update(db, ada, {"country": "England"})
