"""What the database computes of a row is there after each way of writing it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Computed, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, column_property, mapped_column

from kit.db.session import Database
from kit.models.base import BaseModel
from kit.models.types import Json
from kit.services.base import BaseService
from kit.services.bulk import add_all, change_all
from kit.services.sync import SyncService


class _Parcel(BaseModel):
    """Its columns alone, which one statement writes and returns."""

    weight: Mapped[int]
    double: Mapped[int] = mapped_column(Computed("weight * 2"))
    changes: Mapped[int] = mapped_column(server_default="0", onupdate=func.abs(-1))


class _Crate(BaseModel):
    """More than its columns, which the session writes."""

    weight: Mapped[int] = mapped_column()
    double: Mapped[int] = mapped_column(Computed("weight * 2"))
    changes: Mapped[int] = mapped_column(server_default="0", onupdate=func.abs(-1))
    papers: Mapped[Any | None] = mapped_column(Json)
    note: Mapped[str | None]
    triple: Mapped[int] = column_property(weight * 3)


class _ParcelService(BaseService[_Parcel]):
    model = _Parcel


class _CrateService(BaseService[_Crate]):
    model = _Crate


class _SyncCrateService(SyncService[_Crate]):
    model = _Crate


TABLES = [BaseModel.metadata.tables[name] for name in ("_parcels", "_crates")]
for table in TABLES:
    BaseModel.metadata.remove(table)  # No migration makes it.


@pytest.fixture
async def stored(db: AsyncSession) -> AsyncSession:
    connection = await db.connection()
    await connection.run_sync(lambda sync: BaseModel.metadata.create_all(sync, TABLES))
    await db.commit()
    return db


@pytest.fixture(params=[_ParcelService, _CrateService])
def service(request: pytest.FixtureRequest, stored: AsyncSession) -> BaseService[Any]:
    service: BaseService[Any] = request.param(stored)
    return service


def shown(row: Any) -> dict[str, Any]:
    """What an answer would read of it."""
    keys = type(row).__mapper__.column_attrs.keys()
    return {key: getattr(row, key) for key in keys if key not in ("id", "created_at", "updated_at")}


def expected(row: Any, weight: int, changes: int) -> dict[str, Any]:
    parcel = {"weight": weight, "double": 2 * weight, "changes": changes}
    if isinstance(row, _Parcel):
        return parcel
    return parcel | {"papers": None, "note": None, "triple": 3 * weight}


async def test_one_row(service: BaseService[Any]) -> None:
    row = await service.add(service.model(weight=1))
    assert shown(row) == expected(row, 1, 0)

    await service.change(row, {"weight": 2})
    assert shown(row) == expected(row, 2, 1)


async def test_many_rows(service: BaseService[Any]) -> None:
    rows = await add_all(service, [service.model(weight=1), service.model(weight=2)])
    assert [shown(row) for row in rows] == [expected(rows[0], 1, 0), expected(rows[1], 2, 0)]

    rows = await change_all(service, [{"id": row.id, "weight": 5} for row in rows])
    assert [shown(row) for row in rows] == [expected(row, 5, 1) for row in rows]


async def test_a_row_that_was_loaded_before(stored: AsyncSession) -> None:
    added = await _CrateService(stored).add(_Crate(weight=1))
    await stored.commit()
    stored.expunge_all()
    crate = await _CrateService(stored).get_or_404(added.id)

    await _CrateService(stored).change(crate, {"papers": {"a": 1}, "weight": 4})

    assert shown(crate) == expected(crate, 4, 1) | {"papers": {"a": 1}}


@pytest.mark.commits
@pytest.mark.usefixtures("app")
class TestPlainDef:
    @pytest.fixture(autouse=True)
    async def tables(self, database: Database) -> AsyncIterator[None]:
        BaseModel.metadata.create_all(database.engine, TABLES)
        yield
        BaseModel.metadata.drop_all(database.engine, TABLES)

    async def test_one_row(self, database: Database) -> None:
        with database.session() as db:
            crates = _SyncCrateService(db)
            crate = crates.change(crates.add(_Crate(weight=1)), {"weight": 2})
            db.commit()

        assert shown(crate) == expected(crate, 2, 1)
