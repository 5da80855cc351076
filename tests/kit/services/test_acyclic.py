"""Rows that refer to rows of their kind, with what many requests make of that at once."""

from asyncio import create_task
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from sqlalchemy import ForeignKey, event, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit.errors import InvalidError
from kit.models.base import BaseModel
from kit.models.etag import etag_of
from kit.services.acyclic import Acyclic
from kit.services.base import BaseService
from kit.services.bulk import change_all
from kit.services.sync import SyncService


class _Twig(BaseModel):
    """No resource has such a name."""

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("_twigs.id"))
    before_id: Mapped[int | None] = mapped_column(ForeignKey("_twigs.id"))


TABLE = BaseModel.metadata.tables["_twigs"]
# No migration makes it.
BaseModel.metadata.remove(TABLE)

BACK = "^parent_id would lead back to the row itself$"

pytestmark = pytest.mark.commits


class _TwigService(BaseService[_Twig]):
    model = _Twig
    acyclic = Acyclic(_Twig.parent_id, _Twig.before_id)


class _SyncTwigService(SyncService[_Twig]):
    model = _Twig
    acyclic = Acyclic(_Twig.parent_id)


@pytest.fixture
async def service(db: AsyncSession) -> AsyncIterator[_TwigService]:
    await (await db.connection()).run_sync(TABLE.create)
    await db.commit()
    yield _TwigService(db)
    await db.rollback()
    await (await db.connection()).run_sync(TABLE.drop)
    await db.commit()


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[_TwigService]:
    """Somebody else."""
    async with app.state.database.async_session() as db:
        yield _TwigService(db)


@pytest.fixture
async def twigs(service: _TwigService) -> list[_Twig]:
    """Each under the one before."""
    made: list[_Twig] = []
    for _ in range(4):
        made.append(await service.add(_Twig(parent_id=made[-1].id if made else None)))
    await service.db.commit()
    return made


class TestOneChange:
    @pytest.mark.parametrize("end", [0, 1, 3])
    async def test_no_row_is_under_itself_or_what_is_under_it(
        self, service: _TwigService, twigs: list[_Twig], end: int
    ) -> None:
        with pytest.raises(InvalidError, match=BACK) as error:
            await service.change(twigs[0], {"parent_id": twigs[end].id})

        assert error.value.field == "parent_id"
        assert twigs[0].parent_id is None

    async def test_a_row_may_move_with_all_that_is_under_it(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        await service.change(twigs[2], {"parent_id": twigs[0].id})
        await service.change(twigs[1], {"parent_id": twigs[3].id})

        assert twigs[1].parent_id == twigs[3].id

    async def test_each_column_is_a_chain_of_its_own(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        await service.change(twigs[0], {"before_id": twigs[3].id})

        with pytest.raises(InvalidError, match="before_id"):
            await service.change(twigs[3], {"before_id": twigs[0].id})

    async def test_a_circle_that_is_there_already_stops_nothing(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        twigs[0].parent_id = twigs[1].id
        await service.db.flush()

        await service.change(twigs[3], {"parent_id": twigs[0].id})

        assert twigs[3].parent_id == twigs[0].id

    async def test_a_long_chain_is_one_statement(self, service: _TwigService) -> None:
        rows = [{"id": n, "parent_id": n - 1 or None} for n in range(1, 1001)]
        await service.db.execute(insert(_Twig), rows)
        first = await service.get_or_404(1)
        statements: list[str] = []
        connection = (await service.db.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", lambda *sent: statements.append(sent[2]))

        with pytest.raises(InvalidError, match=BACK):
            await service.change(first, {"parent_id": 1000})

        assert len([text for text in statements if "RECURSIVE" in text]) == 1
        assert len(statements) <= 2

    async def test_what_is_sent_again_is_not_looked_for(
        self, service: _TwigService, twigs: list[_Twig], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service.db, "execute", None)

        await service.change(twigs[1], {"parent_id": twigs[0].id})


class TestManyChanges:
    async def test_they_are_looked_at_together(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        first, second = await service.add(_Twig()), await service.add(_Twig())
        changes: list[dict[str, int | None]] = [
            {"id": twigs[0].id, "parent_id": None},
            {"id": first.id, "parent_id": second.id},
            {"id": second.id, "parent_id": first.id},
        ]

        with pytest.raises(InvalidError, match=BACK) as error:
            await change_all(service, changes)

        assert error.value.field == "items.1.parent_id"

    async def test_a_chain_may_be_turned_round(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        ids = [twig.id for twig in twigs]
        ups: list[int | None] = [*ids[1:], None]
        changes = [{"id": twig.id, "parent_id": up} for twig, up in zip(twigs, ups, strict=True)]

        await change_all(service, changes)

        assert [twig.parent_id for twig in twigs] == ups


class TestAtOnce:
    @pytest.mark.parametrize("knows", [False, True], ids=["", "with If-Match"])
    async def test_two_do_not_close_a_circle(
        self, service: _TwigService, other: _TwigService, twigs: list[_Twig], knows: bool
    ) -> None:
        first = await service.add(_Twig())
        await service.db.commit()
        theirs = await other.get_or_404(twigs[0].id)
        await other.db.commit()
        known = frozenset({etag_of(theirs)}) if knows else None

        await service.change(first, {"parent_id": twigs[3].id})
        second = create_task(other.change(theirs, {"parent_id": first.id}, known))
        await service.db.commit()

        with pytest.raises(InvalidError, match=BACK):
            await second


class TestSync:
    async def test_a_row_is_not_under_itself(
        self, service: _TwigService, twigs: list[_Twig]
    ) -> None:
        with pytest.raises(InvalidError, match=BACK):
            await service.db.run_sync(
                lambda db: _SyncTwigService(db).change(twigs[0], {"parent_id": twigs[0].id})
            )
