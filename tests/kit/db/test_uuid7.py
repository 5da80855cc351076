"""Ids that are UUIDs, from the clock to the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from uuid import RFC_4122, UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit.db.constraints import explain
from kit.errors import InvalidError, NotFoundError
from kit.models import uuid7 as module
from kit.models.base import BaseModel, UuidModel
from kit.models.etag import etag_of
from kit.models.uuid7 import uuid7
from kit.services.base import BaseService
from kit.services.listing import Listing
from tests.kit.services.lists import walk


class _Token(UuidModel):
    """No resource has such a name."""

    text: Mapped[str] = mapped_column(String(50))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("_tokens.id"))


TABLE = BaseModel.metadata.tables["_tokens"]
# No migration makes it.
BaseModel.metadata.remove(TABLE)


class _TokenService(BaseService[_Token]):
    model = _Token
    listing = Listing(select(_Token), _Token.text)


@pytest.fixture
async def tokens(db: AsyncSession) -> _TokenService:
    await (await db.connection()).run_sync(TABLE.create)
    await db.commit()
    return _TokenService(db)


class TestTheIds:
    def test_they_are_of_version_7(self) -> None:
        id = uuid7()

        assert (id.version, id.variant) == (7, RFC_4122)

    def test_they_begin_with_the_time(self) -> None:
        made = datetime.fromtimestamp((uuid7().int >> 80) / 1000, UTC)

        assert abs((datetime.now(UTC) - made).total_seconds()) < 60

    def test_each_is_greater_than_the_one_before(self) -> None:
        ids = [uuid7() for _ in range(10_000)]

        assert all(first < second for first, second in pairwise(ids))

    def test_also_where_the_clock_is_set_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = uuid7()
        monkeypatch.setattr(module, "time_ns", lambda: 0)

        assert before < uuid7() < uuid7()

    def test_threads_make_different_ones(self) -> None:
        def make(_: int) -> list[UUID]:
            return [uuid7() for _ in range(500)]

        with ThreadPoolExecutor(4) as pool:
            ids = [id for made in pool.map(make, range(8)) for id in made]

        assert len({id.int >> 64 for id in ids}) == len(ids)


class TestRows:
    async def test_one_is_written_and_read_by_its_id(
        self, app: FastAPI, tokens: _TokenService
    ) -> None:
        token = await tokens.add(_Token(text="first"))
        await tokens.change(token, {"text": "second"})
        await tokens.db.commit()

        async with app.state.database.async_session() as db:
            found = await _TokenService(db).get_or_404(token.id)

        assert (found.id, found.text, etag_of(found)) == (token.id, "second", etag_of(token))

    async def test_one_is_written_if_it_is_what_was_seen(self, tokens: _TokenService) -> None:
        token = await tokens.add(_Token(text="first"))

        await tokens.remove(token, frozenset({etag_of(token)}))

        with pytest.raises(NotFoundError, match=f"^_Token {token.id} not found$"):
            await tokens.get_or_404(token.id)

    @pytest.mark.parametrize("make", ["one by one", "at once"])
    @pytest.mark.parametrize("sort", ["id", "-id", "text"])
    async def test_lists_are_in_the_order_of_creation(
        self, tokens: _TokenService, sort: str, make: str
    ) -> None:
        rows = [_Token(text="the same") for _ in range(5)]
        if make == "at once":
            tokens.db.add_all(rows)
            await tokens.db.commit()
        else:
            for row in rows:
                await tokens.add(row)
        ids = [row.id for row in rows]

        walked = await walk(tokens.db, tokens.listing, sort)

        assert walked == (ids[::-1] if sort == "-id" else ids)

    async def test_a_reference_to_nothing_is_named(
        self, tokens: _TokenService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = {**BaseModel.metadata.tables, TABLE.name: TABLE}
        monkeypatch.setattr(BaseModel.metadata, "tables", known)
        first = await tokens.add(_Token(text="first"))
        await tokens.add(_Token(text="second", follows_id=first.id))
        await tokens.db.commit()

        with pytest.raises(IntegrityError) as error:
            await tokens.add(_Token(text="third", follows_id=uuid4()))

        await tokens.db.rollback()
        explained = await tokens.db.run_sync(explain, error.value)
        assert isinstance(explained, InvalidError)
        assert explained.field == "follows_id"
