"""What rows are shown with: by how many statements, and what nobody gets to see."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import ForeignKey, String, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.user import User
from kit.models.base import BaseModel, OwnedModel
from kit.schemas.common import PageParams
from kit.services.listing import Listing
from kit.services.owned import OwnedService, own
from kit.services.related import Related
from tests.factories.user import create_user
from tests.kit.models import Author, Label, Poem

pytestmark = pytest.mark.usefixtures("tables")

RELATED = Related(Poem.author, Poem.answers, Poem.labels)
POEMS = Listing(select(Poem), related=RELATED)


@pytest.fixture
async def poems(db: AsyncSession) -> list[Poem]:
    """The second answers the first, and has two labels."""
    labels = [Label(name="short"), Label(name="sad")]
    first = Poem(title="Emma", author=Author(name="Ada"))
    second = Poem(title="Evelina", author=Author(name="Fanny"), answers=first, labels=labels)
    db.add_all([first, second])
    await db.commit()
    db.expunge_all()
    return [first, second]


@pytest.fixture
def statements(db: AsyncSession) -> Iterator[list[str]]:
    found: list[str] = []
    engine = db.get_bind().engine

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


async def shown(db: AsyncSession, include: str | None, **params: Any) -> list[dict[str, Any]]:
    page = await POEMS.page(db, PageParams(1, 10, include=include, **params))
    return [row.embedded_rows or {} for row in page.items]


class TestOfEverybody:
    async def test_a_row_is_shown_with_what_it_refers_to(
        self, db: AsyncSession, poems: list[Poem]
    ) -> None:
        first, second = await shown(db, "author,answers,labels")

        assert (first["author"].name, second["author"].name) == ("Ada", "Fanny")
        assert (first["answers"], second["answers"].title) == (None, "Emma")
        assert [label.name for label in first["labels"]] == []
        assert [label.name for label in second["labels"]] == ["short", "sad"]

    async def test_what_is_not_asked_for_is_not_there(
        self, db: AsyncSession, poems: list[Poem]
    ) -> None:
        assert [list(embedded) for embedded in await shown(db, "labels")] == [["labels"]] * 2

    @pytest.mark.parametrize(
        ("include", "count"),
        [(None, 1), ("author", 2), ("labels", 2), ("author,answers,labels", 4)],
    )
    async def test_each_relation_takes_one_statement_for_all_rows(
        self,
        db: AsyncSession,
        poems: list[Poem],
        statements: list[str],
        include: str | None,
        count: int,
    ) -> None:
        await shown(db, include)

        assert len(statements) == count

    async def test_nothing_is_asked_for_rows_that_refer_to_nothing(
        self, db: AsyncSession, statements: list[str]
    ) -> None:
        assert await shown(db, "author,answers,labels") == []
        assert len(statements) == 1

    @pytest.mark.parametrize("include", ["", "author,author", "books", "author;labels", "title"])
    async def test_nothing_else_is_embedded(
        self, db: AsyncSession, poems: list[Poem], include: str
    ) -> None:
        with pytest.raises(ValueError, match="must"):
            RELATED.read(include)

    async def test_a_relation_without_bounds_is_refused(self) -> None:
        with pytest.raises(TypeError, match="no bound"):
            Related(Author.books)


class _Album(OwnedModel):
    name: Mapped[str] = mapped_column(String(50))


class _Song(OwnedModel):
    album_id: Mapped[int] = mapped_column(ForeignKey("_albums.id"))
    album: Mapped[_Album] = relationship(lazy="raise")


class _Chart(BaseModel):
    album_id: Mapped[int] = mapped_column(ForeignKey("_albums.id"))
    album: Mapped[_Album] = relationship(lazy="raise")


TABLES = [BaseModel.metadata.tables[name] for name in ("_albums", "_songs", "_charts")]
for table in TABLES:
    BaseModel.metadata.remove(table)  # No migration makes it.


class _SongService(OwnedService[_Song]):
    model = _Song
    related = Related(_Song.album)
    listing = Listing(own(_Song), related=related)


class TestOfUsers:
    @pytest.fixture(autouse=True)
    async def owned_tables(self, db: AsyncSession) -> None:
        connection = await db.connection()
        await connection.run_sync(lambda sync: BaseModel.metadata.create_all(sync, TABLES))
        await db.commit()

    async def song(self, db: AsyncSession, user: User, *, of: User) -> _Song:
        """A song of a user, on the album of another, as it may be in an old database."""
        album = _Album(name="Hejira", user_id=of.id)
        db.add(album)
        await db.flush()
        song = _Song(album_id=album.id, user_id=user.id)
        db.add(song)
        await db.commit()
        return song

    async def test_ones_own_is_shown(self, db: AsyncSession, user: User) -> None:
        song = await self.song(db, user, of=user)

        found = await _SongService(db, user).get_or_404(song.id, "album")

        assert (found.embedded_rows or {})["album"].name == "Hejira"

    async def test_what_belongs_to_another_is_not(self, db: AsyncSession, user: User) -> None:
        song = await self.song(db, user, of=await create_user(db))

        found = await _SongService(db, user).get_or_404(song.id, "album")
        params = PageParams(1, 10, include="album")
        page = await _SongService.listing.page(db, params, user_id=user.id)

        assert found.embedded_rows == {}
        assert [row.embedded_rows for row in page.items] == [{}]

    async def test_what_belongs_to_everybody_is_not_shown_with_what_belongs_to_one(self) -> None:
        with pytest.raises(TypeError, match="single users"):
            Related(_Chart.album)
