"""Rows under others: of everybody, of one user, and at the end of a longer path."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.models.user import User
from kit.db.compiled import CompiledSession
from kit.errors import InvalidError, NotFoundError
from kit.models.base import BaseModel, OwnedModel
from kit.schemas.common import PageParams
from kit.services.listing import Listing
from kit.services.nested import NestedService, OwnedNestedService, under
from kit.services.owned import own
from tests.factories.user import create_user


class _Board(OwnedModel):
    """No resource has such a name."""


class _Topic(BaseModel):
    board_id: Mapped[int] = mapped_column(ForeignKey("_boards.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(50))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("_topics.id"))


class _Vote(BaseModel):
    topic_id: Mapped[int] = mapped_column(ForeignKey("_topics.id", ondelete="CASCADE"))


class _Remark(OwnedModel):
    topic_id: Mapped[int] = mapped_column(ForeignKey("_topics.id", ondelete="CASCADE"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("_boards.id"))


TABLES = [BaseModel.metadata.tables[name] for name in ("_boards", "_topics", "_votes", "_remarks")]
# They are known to each other; no migration makes them.
assert all(key.column is not None for table in TABLES for key in table.foreign_keys)
for each in TABLES:
    BaseModel.metadata.remove(each)


class _TopicService(OwnedNestedService[_Topic]):
    model = _Topic
    path = (_Topic.board_id,)


class _RemarkService(OwnedNestedService[_Remark]):
    model = _Remark
    path = (_Topic.board_id, _Remark.topic_id)
    listing = Listing(under(own(_Remark), _Remark.topic_id))


class _VoteService(NestedService[_Vote]):
    model = _Vote
    path = (_Vote.topic_id,)


@dataclass
class Place:
    """The board of a user, with a topic and a remark, and another board with another topic."""

    board: _Board
    topic: _Topic
    remark: _Remark
    other_board: _Board
    other_topic: _Topic


@pytest.fixture
async def place(db: AsyncSession, user: User) -> Place:
    connection = await db.connection()
    for table in TABLES:
        await connection.run_sync(table.create)
    boards = [_Board(user_id=user.id), _Board(user_id=user.id)]
    db.add_all(boards)
    await db.flush()
    topics = [_Topic(board_id=board.id, title="a topic") for board in boards]
    db.add_all(topics)
    await db.flush()
    remark = _Remark(topic_id=topics[0].id, user_id=user.id)
    db.add(remark)
    await db.commit()
    return Place(boards[0], topics[0], remark, boards[1], topics[1])


@pytest.fixture
async def stranger(db: AsyncSession) -> User:
    return await create_user(db)


class TestReading:
    async def test_a_row_is_under_the_one_of_its_path(
        self, db: AsyncSession, user: User, place: Place
    ) -> None:
        remarks = _RemarkService(db, user, place.board.id, place.topic.id)

        assert await remarks.get_or_404(place.remark.id) is place.remark

    async def test_and_under_no_other(self, db: AsyncSession, user: User, place: Place) -> None:
        for board, topic in [
            (place.board, place.other_topic),
            (place.other_board, place.topic),
            (place.other_board, place.other_topic),
        ]:
            with pytest.raises(NotFoundError, match=f"^_Remark {place.remark.id} not found$"):
                await _RemarkService(db, user, board.id, topic.id).get_or_404(place.remark.id)

    async def test_what_is_under_the_row_of_another_user_is_as_good_as_none(
        self, db: AsyncSession, stranger: User, place: Place
    ) -> None:
        with pytest.raises(NotFoundError):
            await _TopicService(db, stranger, place.board.id).get_or_404(place.topic.id)

    async def test_under_a_row_of_ones_own_the_row_of_another_is_as_good_as_none(
        self, db: AsyncSession, user: User, stranger: User, place: Place
    ) -> None:
        theirs = _Remark(topic_id=place.topic.id, user_id=stranger.id)
        db.add(theirs)
        await db.flush()

        with pytest.raises(NotFoundError):
            await _RemarkService(db, user, place.board.id, place.topic.id).get_or_404(theirs.id)

    async def test_a_list_has_what_is_under_the_path(
        self, db: AsyncSession, user: User, stranger: User, place: Place
    ) -> None:
        db.add(_Remark(topic_id=place.topic.id, user_id=stranger.id))
        db.add(_Remark(topic_id=place.other_topic.id, user_id=user.id))
        await db.flush()
        remarks = _RemarkService(db, user, place.board.id, place.topic.id)

        page = await remarks.listing.page(db, PageParams(1, 10), None, **remarks.scope)

        assert (page.items, page.total) == ([place.remark], 1)

    @pytest.mark.parametrize("path", ["unknown", "of another", "of another board"])
    async def test_a_path_that_does_not_hold_is_told_from_an_empty_list(
        self, db: AsyncSession, user: User, stranger: User, place: Place, path: str
    ) -> None:
        asked = {
            "unknown": (user, place.board.id, 4711),
            "of another": (stranger, place.board.id, place.topic.id),
            "of another board": (user, place.other_board.id, place.topic.id),
        }[path]

        with pytest.raises(NotFoundError, match=f"^_Topic {asked[-1]} not found$"):
            await _RemarkService(db, *asked).check_path()

    async def test_where_nothing_belongs_to_a_user_there_need_be_none(
        self, db: AsyncSession, place: Place
    ) -> None:
        votes = _VoteService(db, place.topic.id)
        vote = await votes.add(_Vote())

        assert await votes.get_or_404(vote.id) is vote
        with pytest.raises(NotFoundError):
            await _VoteService(db, place.other_topic.id).get_or_404(vote.id)

    async def test_where_something_does_a_user_is_not_forgotten(
        self, db: AsyncSession, place: Place
    ) -> None:
        class OpenService(NestedService[_Topic]):
            model = _Topic
            path = (_Topic.board_id,)

        with pytest.raises(StatementError, match="user_id"):
            await OpenService(db, place.board.id).check_path()

    @pytest.mark.usefixtures("fast_path")
    async def test_one_statement_finds_a_row_and_knows_its_path(
        self, db: AsyncSession, user: User, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        statements = []
        fetch = CompiledSession.fetch

        async def counted(db: CompiledSession, sql: str, *arguments: Any, **options: Any) -> Any:
            statements.append(sql)
            return await fetch(db, sql, *arguments, **options)

        monkeypatch.setattr(CompiledSession, "fetch", counted)

        await _RemarkService(db, user, place.board.id, place.topic.id).get_or_404(place.remark.id)

        assert len(statements) == 1


class TestWriting:
    async def test_a_row_is_made_under_its_path(
        self, db: AsyncSession, user: User, place: Place
    ) -> None:
        remarks = _RemarkService(db, user, place.board.id, place.topic.id)

        remark = await remarks.add(_Remark(topic_id=place.other_topic.id))

        assert (remark.topic_id, remark.user_id) == (place.topic.id, user.id)

    async def test_nothing_is_made_under_what_is_not_there(
        self, db: AsyncSession, user: User, place: Place
    ) -> None:
        with pytest.raises(NotFoundError):
            await _RemarkService(db, user, place.other_board.id, place.topic.id).add(_Remark())

    async def test_what_goes_meanwhile_is_a_constraint_that_refuses(
        self, db: AsyncSession, user: User, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        topics = _TopicService(db, user, place.board.id)
        check = topics.check_path

        async def checked_too_early() -> None:
            await check()
            await db.execute(delete(_Board).where(_Board.id == place.board.id))

        monkeypatch.setattr(topics, "check_path", checked_too_early)

        with pytest.raises(IntegrityError):
            await topics.add(_Topic(title="late"))

    @pytest.mark.parametrize("new", [True, False])
    async def test_one_refers_to_another_under_the_same_row_and_to_no_other(
        self, db: AsyncSession, user: User, place: Place, *, new: bool
    ) -> None:
        topics = _TopicService(db, user, place.board.id)
        answer = await topics.add(_Topic(title="answer", answers_id=place.topic.id))
        wrong = place.other_topic.id

        with pytest.raises(InvalidError, match="nothing that exists") as error:
            await (
                topics.add(_Topic(title="no answer", answers_id=wrong))
                if new
                else topics.change(answer, {"answers_id": wrong})
            )

        assert error.value.field == "answers_id"

    async def test_one_is_linked_to_others_under_the_same_row_and_to_no_other(
        self, db: AsyncSession, user: User, place: Place
    ) -> None:
        topics = _TopicService(db, user, place.board.id)

        visible = await db.scalars(topics.visible(_Topic))

        assert [topic.id for topic in visible] == [place.topic.id]

    async def test_a_row_does_not_refer_to_what_is_anothers(
        self, db: AsyncSession, user: User, stranger: User, place: Place
    ) -> None:
        theirs = _Board(user_id=stranger.id)
        db.add(theirs)
        await db.flush()
        remarks = _RemarkService(db, user, place.board.id, place.topic.id)

        with pytest.raises(InvalidError) as error:
            await remarks.add(_Remark(board_id=theirs.id))

        assert error.value.field == "board_id"
