"""Rows that are marked when they are deleted: of everybody, and of one user each, with UUIDs."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import ForeignKey, String, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.models.user import User
from kit.db.compiled import CompiledSession
from kit.db.constraints import explain
from kit.errors import ConflictError, InvalidError, NotFoundError, PreconditionFailedError
from kit.models.base import (
    BaseModel,
    OwnedModel,
    SoftDeleteModel,
    UuidModel,
    unique_while_live,
    utc_now,
)
from kit.models.etag import etag_of
from kit.schemas.common import PageParams
from kit.services.base import BaseService
from kit.services.bulk import change_all
from kit.services.listing import Listing, Page
from kit.services.live import live
from kit.services.owned import OwnedService, own
from kit.services.soft_delete import SoftDeleteService
from tests.factories.user import create_user


class _Ware(SoftDeleteModel):
    """No resource has such a name."""

    __table_args__ = (unique_while_live("uq__wares_code", "code"),)

    code: Mapped[str] = mapped_column(String(50))


class _Offer(BaseModel):
    """Gone when it is deleted, but not what it refers to."""

    text: Mapped[str] = mapped_column(String(50))
    ware_id: Mapped[int | None] = mapped_column(ForeignKey("_wares.id"))


class _Bid(UuidModel, SoftDeleteModel, OwnedModel):
    text: Mapped[str] = mapped_column(String(50))
    before_id: Mapped[UUID | None] = mapped_column(ForeignKey("_bids.id"))
    ware_id: Mapped[int | None] = mapped_column(ForeignKey("_wares.id"))


TABLES = [BaseModel.metadata.tables[name] for name in ("_wares", "_offers", "_bids")]


class _WareService(SoftDeleteService[_Ware]):
    model = _Ware
    listing = Listing(live(_Ware), _Ware.code)

    async def page(self, **values: Any) -> Page[_Ware]:
        return await self.listing.page(self.db, PageParams(1, 10, exact_total=True), **values)


class _OfferService(BaseService[_Offer]):
    model = _Offer


class _BidService(SoftDeleteService[_Bid], OwnedService[_Bid]):
    model = _Bid
    listing = Listing(own(_Bid), _Bid.text)


# No migration makes them.
for table in TABLES:
    BaseModel.metadata.remove(table)


@pytest.fixture(autouse=True)
async def tables(db: AsyncSession) -> None:
    connection = await db.connection()
    for table in TABLES:
        await connection.run_sync(table.create)
    await db.commit()


@pytest.fixture(autouse=True)
def known_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a violated constraint is looked up."""
    known = {**BaseModel.metadata.tables, **{table.name: table for table in TABLES}}
    monkeypatch.setattr(BaseModel.metadata, "tables", known)


@pytest.fixture
def wares(db: AsyncSession) -> _WareService:
    return _WareService(db)


@pytest.fixture
def offers(db: AsyncSession) -> _OfferService:
    return _OfferService(db)


@pytest.fixture
def bids(db: AsyncSession, user: User) -> _BidService:
    return _BidService(db, user)


@pytest.fixture
async def deleted(wares: _WareService) -> _Ware:
    ware = await wares.add(_Ware(code="A1"))
    await wares.remove(ware)
    return ware


class TestDeleting:
    async def test_a_row_stays_and_is_not_found(self, wares: _WareService, deleted: _Ware) -> None:
        with pytest.raises(NotFoundError, match=f"^_Ware {deleted.id} not found$"):
            await wares.get_or_404(deleted.id)

        assert await wares.db.scalar(select(func.count(_Ware.id))) == 1

    async def test_no_list_has_or_counts_it(self, wares: _WareService, deleted: _Ware) -> None:
        other = await wares.add(_Ware(code="B2"))

        page = await wares.page()

        assert (page.items, page.total) == ([other], 1)

    async def test_who_has_read_it_before_does_not_change_it(
        self, wares: _WareService, deleted: _Ware
    ) -> None:
        ware = await wares.add(_Ware(code="B2"))
        known = frozenset({etag_of(ware)})
        marked = {"deleted_at": utc_now(), "updated_at": utc_now()}
        by_another = update(_Ware).where(_Ware.id == ware.id).values(marked)
        await wares.db.execute(by_another, execution_options={"synchronize_session": False})

        with pytest.raises(PreconditionFailedError):
            await wares.change(ware, {"code": "C3"}, known)

    async def test_who_has_seen_another_version_does_not_delete_it(
        self, wares: _WareService
    ) -> None:
        ware = await wares.add(_Ware(code="A1"))

        with pytest.raises(PreconditionFailedError):
            await wares.remove(ware, frozenset({'"outdated"'}))

        assert await wares.get_or_404(ware.id) is ware


class TestRestoring:
    async def test_it_is_there_again_as_another_version(
        self, wares: _WareService, deleted: _Ware
    ) -> None:
        before = etag_of(deleted)

        restored = await wares.restore(deleted.id, frozenset({before}))

        assert restored is await wares.get_or_404(deleted.id)
        assert etag_of(restored) != before

    async def test_what_is_not_deleted_stays_as_it_is(self, wares: _WareService) -> None:
        ware = await wares.add(_Ware(code="A1"))
        before = etag_of(ware)

        assert etag_of(await wares.restore(ware.id)) == before

    async def test_what_never_was_is_not_found(self, wares: _WareService) -> None:
        with pytest.raises(NotFoundError):
            await wares.restore(4711)

    async def test_who_has_seen_another_version_is_refused(
        self, wares: _WareService, deleted: _Ware
    ) -> None:
        with pytest.raises(PreconditionFailedError):
            await wares.restore(deleted.id, frozenset({'"outdated"'}))


class TestUniqueValues:
    async def test_one_of_a_deleted_row_is_free(self, wares: _WareService, deleted: _Ware) -> None:
        assert (await wares.add(_Ware(code="A1"))).id != deleted.id

    async def test_one_of_another_row_is_a_conflict(self, wares: _WareService) -> None:
        await wares.add(_Ware(code="A1"))

        with pytest.raises(IntegrityError) as error:
            await wares.add(_Ware(code="A1"))

        await _is_conflict(wares.db, error.value)

    async def test_one_that_is_taken_meanwhile_is_not_restored(
        self, wares: _WareService, deleted: _Ware
    ) -> None:
        await wares.add(_Ware(code="A1"))

        with pytest.raises(IntegrityError) as error:
            await wares.restore(deleted.id)

        await _is_conflict(wares.db, error.value)


async def _is_conflict(db: AsyncSession, error: IntegrityError) -> None:
    await db.rollback()
    explained = await db.run_sync(explain, error)
    assert isinstance(explained, ConflictError)
    assert explained.field == "code"


class TestReferences:
    async def test_a_new_one_to_a_deleted_row_is_refused(
        self, offers: _OfferService, deleted: _Ware
    ) -> None:
        with pytest.raises(InvalidError, match="nothing that exists") as error:
            await offers.add(_Offer(text="cheap", ware_id=deleted.id))

        assert error.value.field == "ware_id"

    async def test_nor_does_a_change_lead_to_one(
        self, offers: _OfferService, deleted: _Ware
    ) -> None:
        offer = await offers.add(_Offer(text="cheap"))

        with pytest.raises(InvalidError):
            await offers.change(offer, {"ware_id": deleted.id})

    async def test_one_that_was_there_before_stays(
        self, wares: _WareService, offers: _OfferService
    ) -> None:
        ware = await wares.add(_Ware(code="A1"))
        offer = await offers.add(_Offer(text="cheap", ware_id=ware.id))
        await wares.remove(ware)

        await offers.change(offer, {"text": "cheaper"})

        assert offer.ware_id == ware.id

    async def test_one_that_was_there_before_may_be_sent_again(
        self, wares: _WareService, offers: _OfferService
    ) -> None:
        ware = await wares.add(_Ware(code="A1"))
        offer = await offers.add(_Offer(text="cheap", ware_id=ware.id))
        await wares.remove(ware)

        await offers.change(offer, {"text": "cheaper", "ware_id": ware.id})
        await change_all(offers, [{"id": offer.id, "text": "cheapest", "ware_id": ware.id}])

        assert (offer.text, offer.ware_id) == ("cheapest", ware.id)

    async def test_one_that_was_cleared_does_not_come_back(
        self, wares: _WareService, offers: _OfferService
    ) -> None:
        ware = await wares.add(_Ware(code="A1"))
        offer = await offers.add(_Offer(text="cheap", ware_id=ware.id))
        await wares.remove(ware)
        await offers.change(offer, {"ware_id": None})

        with pytest.raises(InvalidError):
            await offers.change(offer, {"ware_id": ware.id})

    @pytest.mark.usefixtures("fast_path")
    async def test_where_none_may_be_deleted_nothing_is_asked(
        self, db: AsyncSession, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        statements = []
        fetch = CompiledSession.fetch

        async def counted(db: CompiledSession, sql: str, *arguments: Any, **options: Any) -> Any:
            statements.append(sql)
            return await fetch(db, sql, *arguments, **options)

        monkeypatch.setattr(CompiledSession, "fetch", counted)

        await _OfferService(db).add(_Offer(text="cheap", ware_id=None))

        assert len(statements) == 1


class TestRowsOfOneUserEach:
    async def test_a_deleted_one_is_in_no_list_and_comes_back(
        self, db: AsyncSession, user: User, bids: _BidService
    ) -> None:
        bid = await bids.add(_Bid(text="mine"))

        await bids.remove(bid)
        without = await bids.listing.page(db, PageParams(1, 10), user_id=user.id)
        await bids.restore(bid.id)
        again = await bids.listing.page(db, PageParams(1, 10), user_id=user.id)

        assert (without.items, again.items) == ([], [bid])

    async def test_nobody_restores_that_of_another(
        self, db: AsyncSession, bids: _BidService
    ) -> None:
        bid = await bids.add(_Bid(text="mine"))
        await bids.remove(bid)

        with pytest.raises(NotFoundError):
            await _BidService(db, await create_user(db)).restore(bid.id)

    @pytest.mark.parametrize("kind", ["deleted", "unknown", "another's"])
    async def test_none_refers_to_what_is_not_there_for_its_user(
        self, db: AsyncSession, bids: _BidService, kind: str
    ) -> None:
        bid = await bids.add(_Bid(text="before"))
        id, service = bid.id, bids
        if kind == "deleted":
            await bids.remove(bid)
        elif kind == "unknown":
            id = uuid4()
        else:
            service = _BidService(db, await create_user(db))

        with pytest.raises(InvalidError) as error:
            await service.add(_Bid(text="after", before_id=id))

        assert error.value.field == "before_id"

    async def test_nor_to_what_is_deleted_and_everybodys(
        self, bids: _BidService, deleted: _Ware
    ) -> None:
        with pytest.raises(InvalidError) as error:
            await bids.add(_Bid(text="mine", ware_id=deleted.id))

        assert error.value.field == "ware_id"
