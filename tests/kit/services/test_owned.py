"""Rows that belong to a user each, and what another user can do about them."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.models.user import User
from kit.db.compiled import CompiledSession
from kit.errors import InvalidError, NotFoundError
from kit.models.base import BaseModel, OwnedModel
from kit.schemas.common import PageParams
from kit.services.listing import Listing
from kit.services.owned import OwnedService, own
from tests.factories.user import create_user


class _Note(OwnedModel):
    """No resource has such a name."""

    text: Mapped[str] = mapped_column(String(50), unique=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("_notes.id"))


TABLE = BaseModel.metadata.tables["_notes"]
# No migration makes it.
BaseModel.metadata.remove(TABLE)


class _NoteService(OwnedService[_Note]):
    model = _Note
    listing = Listing(own(_Note), _Note.text)


@dataclass
class Two:
    """The notes of two users, as each has them; `note` belongs to the first."""

    mine: _NoteService
    other: _NoteService
    note: _Note


@pytest.fixture
async def two(db: AsyncSession, user: User) -> Two:
    await (await db.connection()).run_sync(TABLE.create)
    await db.commit()
    mine, other = _NoteService(db, user), _NoteService(db, await create_user(db))
    return Two(mine, other, await mine.add(_Note(text="mine")))


class TestReading:
    async def test_a_row_is_there_for_its_owner(self, two: Two) -> None:
        assert await two.mine.get_or_404(two.note.id) is two.note

    @pytest.mark.usefixtures("fast_path")
    async def test_one_statement_finds_it_and_knows_whose_it_is(
        self, two: Two, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        statements = []
        fetch = CompiledSession.fetch

        async def counted(db: CompiledSession, sql: str, *arguments: Any, **options: Any) -> Any:
            statements.append(sql)
            return await fetch(db, sql, *arguments, **options)

        monkeypatch.setattr(CompiledSession, "fetch", counted)

        await two.mine.get_or_404(two.note.id)

        assert len(statements) == 1

    async def test_the_row_of_another_is_as_good_as_none(self, two: Two) -> None:
        with pytest.raises(NotFoundError, match=f"^_Note {two.note.id} not found$"):
            await two.other.get_or_404(two.note.id)

    @pytest.mark.parametrize("sort", ["id", "-id", "text", "-text"])
    @pytest.mark.parametrize("cursor", [None, ""])
    async def test_a_list_has_what_is_ones_own(
        self, db: AsyncSession, two: Two, sort: str, cursor: str | None
    ) -> None:
        for number in range(3):
            await two.other.add(_Note(text=f"other {number}"))
        params = PageParams(1, 1, cursor, sort, exact_total=True)

        page = await two.mine.listing.page(db, params, user_id=two.mine.user.id)

        assert (page.items, page.total, page.next_cursor) == ([two.note], 1, None)

    async def test_the_cursor_of_another_leads_to_nothing_of_theirs(
        self, db: AsyncSession, two: Two
    ) -> None:
        await two.mine.add(_Note(text="mine too"))
        first = await two.mine.listing.page(db, PageParams(1, 1, ""), user_id=two.mine.user.id)
        params = PageParams(1, 1, first.next_cursor)

        page = await two.other.listing.page(db, params, user_id=two.other.user.id)

        assert page.items == []

    async def test_a_list_of_nobody_in_particular_is_an_error(
        self, db: AsyncSession, two: Two
    ) -> None:
        with pytest.raises(StatementError, match="user_id"):
            await two.mine.listing.page(db, PageParams(1, 1))


class TestWriting:
    async def test_a_row_belongs_to_who_makes_it(self, two: Two) -> None:
        note = await two.other.add(_Note(text="theirs", user_id=two.mine.user.id))

        assert note.user_id == two.other.user.id

    async def test_a_reference_to_ones_own_is_kept(self, two: Two) -> None:
        answer = await two.mine.add(_Note(text="answer", answers_id=two.note.id))

        assert answer.answers_id == two.note.id
        assert (await two.mine.change(answer, {"answers_id": None})).answers_id is None

    async def test_a_new_row_does_not_refer_to_what_is_anothers(self, two: Two) -> None:
        with pytest.raises(InvalidError, match="nothing that exists") as error:
            await two.other.add(_Note(text="answer", answers_id=two.note.id))

        assert error.value.field == "answers_id"

    async def test_nor_does_a_changed_one(self, two: Two) -> None:
        note = await two.other.add(_Note(text="theirs"))

        with pytest.raises(InvalidError):
            await two.other.change(note, {"answers_id": two.note.id})


async def test_the_rows_of_a_user_go_with_the_user(db: AsyncSession, two: Two) -> None:
    await two.other.add(_Note(text="theirs"))
    await two.mine.add(_Note(text="answer", answers_id=two.note.id))

    await db.execute(delete(User).where(User.id == two.mine.user.id))

    assert list(await db.scalars(select(_Note.text))) == ["theirs"]
