"""Many rows of a service, all or none: some few statements, however many they are."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Delete, Update, delete, update

from kit.db.compiled import load_computed
from kit.errors import InvalidError, NotFoundError
from kit.models.base import BaseModel, SoftDeleteModel, utc_now
from kit.models.types import AnyId
from kit.services.base import BaseService
from kit.services.references import differing

ModelT = TypeVar("ModelT", bound=BaseModel)


async def add_all(service: BaseService[ModelT], instances: Sequence[ModelT]) -> Sequence[ModelT]:
    for instance in instances:
        service.place(instance)
    await service.admit([vars(instance) for instance in instances])
    service.db.add_all(instances)
    await _flush(service, instances)
    return instances


async def change_all(
    service: BaseService[ModelT], changes: Sequence[Mapping[str, Any]]
) -> Sequence[ModelT]:
    """Each change has the `id` of its row. Those of the same columns are one statement."""
    ids = [change["id"] for change in changes]
    await service.acyclic.lock(service.db, {name for change in changes for name in change})
    rows = await _held(service, ids, [f"items.{position}.id" for position in range(len(ids))])
    new = [differing(row, change) for row, change in zip(rows, changes, strict=True)]
    await service.admit(new)
    by_id = dict(zip(ids, new, strict=True))
    await service.acyclic.check(service.db, by_id, place="items.{position}.{field}")
    for row, change in zip(rows, changes, strict=True):
        for name, value in change.items():
            setattr(row, name, value)
    await _flush(service, rows)
    return rows


async def remove_all(service: BaseService[ModelT], ids: Sequence[AnyId]) -> None:
    """What refers to them goes, stays or is cleared as the constraints have it."""
    await _held(service, ids, ["id"] * len(ids), location="query")
    await service.db.execute(_removal(service.model).where(service.model.id.in_(ids)))


def _removal(model: type[BaseModel]) -> Delete | Update:
    if issubclass(model, SoftDeleteModel):
        return update(model).values(deleted_at=utc_now())
    return delete(model)


async def _flush(service: BaseService[ModelT], rows: Sequence[ModelT]) -> None:
    await service.db.flush()
    for row in rows:
        await load_computed(service.db, row)


async def _held(
    service: BaseService[ModelT],
    ids: Sequence[AnyId],
    fields: Sequence[str],
    location: str = "body",
) -> list[ModelT]:
    """The rows, which nobody else writes until the transaction ends; each has to be there."""
    for position, id in enumerate(ids):
        if id in ids[:position]:
            raise InvalidError(f"{id} is there twice", field=fields[position], location=location)
    model = service.model
    # In the same order for all, so that no two wait for each other.
    held = service.rows().where(model.id.in_(ids)).order_by(model.id)
    rows = await service.db.scalars(held.with_for_update(key_share=True))
    found: dict[AnyId, ModelT] = {row.id: row for row in rows}
    for id, field in zip(ids, fields, strict=True):
        if id not in found:
            detail = f"{model.__name__} {id} not found"
            raise NotFoundError(detail, field=field, location=location)
    return [found[id] for id in ids]
