"""References to what is there for the constraints, and not for the client."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from kit.errors import InvalidError
from kit.models.base import BaseModel, SoftDeleteModel
from kit.services.live import by_id, live


class Reference:
    """To one of some rows; `parameters` are those of the statement that selects them."""

    def __init__(self, rows: Select[Any]) -> None:
        self._id = rows.column_descriptions[0]["entity"].id
        self._ids = rows.with_only_columns(self._id)
        self._one = by_id(rows)

    async def leads_to(self, db: AsyncSession, id: Any, parameters: Mapping[str, Any]) -> bool:
        return await self._one.first(db, id=id, **parameters) is not None

    async def missing(
        self, db: AsyncSession, ids: set[Any], parameters: Mapping[str, Any]
    ) -> set[Any]:
        """Those of the ids that lead to nothing."""
        return ids.difference(await db.scalars(self._ids.where(self._id.in_(ids)), parameters))


# By the attributes that hold the ids.
References = Mapping[str, Reference]


@cache
def live_references(model: type[BaseModel]) -> References:
    """Those whose target may be marked as deleted, which no constraint knows."""
    return references(model, SoftDeleteModel, live)


def references(
    model: type[BaseModel], kind: type[BaseModel], rows: Callable[[Any], Select[Any]]
) -> References:
    """Those to models of a kind, which are to be one of the `rows` of their model."""
    targets = {
        mapper.local_table: mapper.class_
        for mapper in BaseModel.registry.mappers
        if issubclass(mapper.class_, kind)
    }
    return {
        attribute.key: Reference(rows(targets[key.column.table]))
        for attribute in inspect(model).column_attrs
        for key in attribute.columns[0].foreign_keys
        if key.column.table in targets
    }


def differing(instance: BaseModel, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those that a row does not have already: what it refers to may be deleted since."""
    known = vars(instance)
    return {
        name: value for name, value in values.items() if name not in known or known[name] != value
    }


async def check_references(
    db: AsyncSession, references: References, values: Mapping[str, Any], **parameters: Any
) -> None:
    """Refuse values of a row that lead to nothing."""
    for name, reference in references.items():
        id = values.get(name)
        if id is not None and not await reference.leads_to(db, id, parameters):
            raise dangling(name)


async def check_many(
    db: AsyncSession, references: References, many: Sequence[Mapping[str, Any]], **parameters: Any
) -> None:
    """The same for many rows, by one statement for each reference; the error names the place."""
    for name, reference in references.items():
        ids = {values[name] for values in many if values.get(name) is not None}
        missing = await reference.missing(db, ids, parameters) if ids else ids
        for position, values in enumerate(many):
            if values.get(name) in missing:
                raise dangling(name, f"items.{position}.{name}")


def dangling(name: str, field: str | None = None) -> InvalidError:
    return InvalidError(f"{name} refers to nothing that exists", field=field or name)
