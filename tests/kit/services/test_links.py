"""Rows that are linked to many others, also while these come and go."""

from asyncio import create_task
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import MISSING, TypeAdapter, ValidationError
from sqlalchemy import Column, ForeignKey, String, Table, delete, event, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.user import User
from kit.errors import InvalidError, NotFoundError
from kit.models.base import BaseModel, OwnedModel, SoftDeleteModel, utc_now
from kit.models.etag import etag_of
from kit.schemas.common import FilterSchema, PageParams
from kit.schemas.types import Id, References
from kit.services.links import LinkedService, Links
from kit.services.listing import Listing
from kit.services.owned import OwnedService
from tests.factories.user import create_user

article_labels = Table(
    "_article_labels",
    BaseModel.metadata,
    Column("article_id", ForeignKey("_articles.id", ondelete="CASCADE"), primary_key=True),
    Column("label_id", ForeignKey("_labels.id", ondelete="CASCADE"), primary_key=True),
)


class _Label(OwnedModel, SoftDeleteModel):
    articles: Mapped[list["_Article"]] = relationship(
        secondary=article_labels, back_populates="labels", lazy="raise", passive_deletes=True
    )


class _Article(OwnedModel):
    title: Mapped[str] = mapped_column(String(50), default="")

    labels: Mapped[list[_Label]] = relationship(
        secondary=article_labels,
        back_populates="articles",
        lazy="selectin",
        order_by=_Label.id,
        passive_deletes=True,
    )


class _Filters(FilterSchema):
    label_id: Id | MISSING = MISSING


class _ArticleService(LinkedService[_Article]):
    model = _Article
    links = Links(label_ids=_Article.labels)
    listing = Listing(select(_Article), filters=_Filters)


class _OwnArticleService(LinkedService[_Article], OwnedService[_Article]):
    model = _Article
    links = Links(label_ids=_Article.labels)


TABLES = [BaseModel.metadata.tables[name] for name in ("_labels", "_articles", "_article_labels")]
for table in TABLES:
    # No migration makes it.
    BaseModel.metadata.remove(table)

pytestmark = pytest.mark.commits


@pytest.fixture
async def service(db: AsyncSession) -> AsyncIterator[_ArticleService]:
    connection = await db.connection()
    for table in TABLES:
        await connection.run_sync(table.create)
    await db.commit()
    yield _ArticleService(db)
    await db.rollback()
    connection = await db.connection()
    for table in reversed(TABLES):
        await connection.run_sync(table.drop)
    await db.commit()


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[_ArticleService]:
    """Somebody else."""
    async with app.state.database.async_session() as db:
        yield _ArticleService(db)


@pytest.fixture
async def labels(service: _ArticleService, user: User) -> list[int]:
    rows = [_Label(user_id=user.id) for _ in range(3)]
    service.db.add_all(rows)
    await service.db.commit()
    return [row.id for row in rows]


@pytest.fixture
async def article(service: _ArticleService, user: User, labels: list[int]) -> _Article:
    """It has the first two labels."""
    article = await service.make({"user_id": user.id, "label_ids": labels[:2]})
    await service.db.commit()
    return article


def ids(article: _Article) -> list[int]:
    return [label.id for label in article.labels]


async def stored(service: _ArticleService, article: _Article) -> list[int]:
    links = article_labels.c
    statement = select(links.label_id).where(links.article_id == article.id)
    return list(await service.db.scalars(statement.order_by(links.label_id)))


class TestIds:
    def test_each_counts_once_and_they_are_in_order(self) -> None:
        assert TypeAdapter(References).validate_python([3, 1, 3]) == [1, 3]

    @pytest.mark.parametrize("ids", [[1] * 101, [0], ["1"], [True], [2**63], None])
    def test_what_is_no_list_of_few_ids_is_refused(self, ids: Any) -> None:
        with pytest.raises(ValidationError):
            TypeAdapter(References).validate_python(ids)


class TestWriting:
    async def test_a_row_is_made_with_its_links(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        assert ids(article) == await stored(service, article) == labels[:2]

    async def test_without_ids_it_has_none(self, service: _ArticleService, user: User) -> None:
        assert ids(await service.make({"user_id": user.id})) == []
        assert ids(await service.add(_Article(user_id=user.id))) == []

    async def test_other_links_are_another_version(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        before = article.updated_at, etag_of(article)

        await service.change(article, {"label_ids": labels[1:]}, frozenset({before[1]}))

        assert ids(article) == await stored(service, article) == labels[1:]
        assert before[0] < article.updated_at
        assert before[1] != etag_of(article)

    async def test_the_same_links_are_the_same_version(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        before = etag_of(article)

        await service.change(article, {"label_ids": labels[:2]})

        assert etag_of(article) == before

    async def test_links_and_columns_change_together(
        self, service: _ArticleService, article: _Article
    ) -> None:
        await service.change(article, {"title": "new", "label_ids": []})

        assert (article.title, ids(article)) == ("new", [])

    async def test_what_is_not_named_stays(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await service.change(article, {"title": "new"})

        assert ids(article) == await stored(service, article) == labels[:2]

    async def test_what_is_not_there_is_refused(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        with pytest.raises(InvalidError, match="label_ids"):
            await service.change(article, {"label_ids": [*labels, 4711]})

    async def test_the_links_go_with_the_row(
        self, service: _ArticleService, article: _Article
    ) -> None:
        await service.remove(article, frozenset({etag_of(article)}))

        assert await stored(service, article) == []


class TestDeletedTargets:
    """What is marked as deleted, and may be restored."""

    @pytest.fixture(autouse=True)
    async def deleted(self, service: _ArticleService, article: _Article, labels: list[int]) -> int:
        mark = update(_Label).where(_Label.id == labels[0]).values(deleted_at=utc_now())
        await service.db.execute(mark)
        await service.db.commit()
        return labels[0]

    async def test_a_link_that_is_there_may_be_sent_again(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await service.change(article, {"title": "new", "label_ids": labels})

        assert ids(article) == await stored(service, article) == labels

    async def test_a_link_that_was_taken_away_does_not_come_back(
        self, service: _ArticleService, article: _Article, labels: list[int], deleted: int
    ) -> None:
        await service.change(article, {"label_ids": labels[1:]})

        with pytest.raises(InvalidError, match="label_ids"):
            await service.change(article, {"label_ids": [deleted]})

    async def test_a_new_row_is_not_linked_to_it(
        self, service: _ArticleService, user: User, deleted: int
    ) -> None:
        with pytest.raises(InvalidError, match="label_ids"):
            await service.make({"user_id": user.id, "label_ids": [deleted]})


class TestOwners:
    async def test_rows_are_linked_to_those_of_the_same_owner(
        self, service: _ArticleService, user: User, labels: list[int]
    ) -> None:
        mine = _OwnArticleService(service.db, user)

        assert ids(await mine.make({"label_ids": labels})) == labels

    async def test_what_belongs_to_another_is_as_good_as_none(
        self, service: _ArticleService, labels: list[int]
    ) -> None:
        theirs = _OwnArticleService(service.db, await create_user(service.db))
        article = await theirs.make({})

        with pytest.raises(InvalidError, match="label_ids"):
            await theirs.make({"label_ids": labels[:1]})
        with pytest.raises(InvalidError, match="label_ids"):
            await theirs.change(article, {"label_ids": labels[:1]})


class TestReading:
    async def test_a_list_takes_as_many_statements_however_long_it_is(
        self, app: FastAPI, service: _ArticleService, user: User, labels: list[int]
    ) -> None:
        counts = []
        for _ in range(2):
            for _ in range(50):
                await service.make({"user_id": user.id, "label_ids": labels})
            await service.db.commit()
            counts.append(await self._count(app, len(labels)))

        assert counts == [2, 2]

    async def _count(self, app: FastAPI, labels: int) -> int:
        """The statements of a page, whose rows have so many labels each."""
        statements: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            statements.append(statement)

        engine = app.state.database.async_engine.sync_engine
        async with app.state.database.async_session() as db:
            event.listen(engine, "before_cursor_execute", note)
            page = await _ArticleService.listing.page(db, PageParams(1, 100))
            event.remove(engine, "before_cursor_execute", note)
        assert {len(article.labels) for article in page.items} == {labels}
        return sum(statement.startswith("SELECT") for statement in statements)

    async def test_a_list_is_narrowed_to_what_has_a_link(
        self, service: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        found = [
            await service.listing.page(service.db, PageParams(1, 10), _Filters(label_id=id))
            for id in (labels[0], labels[2])
        ]

        assert [page.items for page in found] == [[article], []]

    async def test_a_link_that_is_gone_is_another_version(
        self, service: _ArticleService, other: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await service.db.execute(delete(_Label).where(_Label.id == labels[0]))
        await service.db.commit()

        after = await other.get_or_404(article.id)

        assert ids(after) == labels[1:2]
        assert etag_of(after) != etag_of(article)


class TestAtOnce:
    """What is done here waits for, or comes after, what somebody else does."""

    async def test_both_may_add_the_same(
        self, service: _ArticleService, other: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        theirs = await other.get_or_404(article.id)
        await other.db.commit()
        await service.change(article, {"label_ids": labels[1:]})
        second = create_task(other.change(theirs, {"label_ids": labels}))
        await service.db.commit()

        assert ids(await second) == await stored(other, article) == labels

    async def test_both_may_take_the_same_away(
        self, service: _ArticleService, other: _ArticleService, article: _Article
    ) -> None:
        theirs = await other.get_or_404(article.id)
        await other.db.commit()
        await service.change(article, {"label_ids": []})
        second = create_task(other.change(theirs, {"label_ids": []}))
        await service.db.commit()

        assert ids(await second) == await stored(other, article) == []

    @pytest.mark.parametrize("kept", [[], [1]])
    async def test_a_link_may_go_by_itself(
        self,
        service: _ArticleService,
        other: _ArticleService,
        article: _Article,
        labels: list[int],
        kept: list[int],
    ) -> None:
        await other.db.execute(delete(_Label).where(_Label.id == labels[0]))
        wanted = [labels[i] for i in kept]
        change = create_task(service.change(article, {"label_ids": wanted}))
        await other.db.commit()

        assert ids(await change) == await stored(service, article) == wanted

    async def test_what_is_being_deleted_is_not_linked_to(
        self, service: _ArticleService, other: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await other.db.execute(delete(_Label).where(_Label.id == labels[2]))
        change = create_task(service.change(article, {"label_ids": labels}))
        await other.db.commit()

        with pytest.raises(InvalidError, match="label_ids"):
            await change

    async def test_a_row_is_deleted_also_where_a_link_went_before(
        self, service: _ArticleService, other: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await other.db.execute(delete(_Label).where(_Label.id == labels[0]))
        await other.db.commit()

        await service.remove(article)

        with pytest.raises(NotFoundError):
            await service.get_or_404(article.id)

    async def test_a_row_that_is_gone_is_not_found(
        self, service: _ArticleService, other: _ArticleService, article: _Article, labels: list[int]
    ) -> None:
        await other.remove(await other.get_or_404(article.id))
        await other.db.commit()

        with pytest.raises(NotFoundError):
            await service.change(article, {"label_ids": labels})
