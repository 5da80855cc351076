"""Which rows of a model are there: all, but for those that are marked as deleted."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import InvalidError
from app.db.compiled import Query
from app.models.base import BaseModel, SoftDeleteModel

ModelT = TypeVar("ModelT", bound=BaseModel)

# For each attribute that refers to some model, how a row of that is found.
References = Mapping[str, Query[Any]]


def live(model: type[ModelT]) -> Select[ModelT]:
    """The rows that are there."""
    rows = select(model)
    if issubclass(model, SoftDeleteModel):
        return rows.where(model.deleted_at.is_(None))
    return rows


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
        attribute.key: by_id(rows(targets[key.column.table]))
        for attribute in inspect(model).column_attrs
        for key in attribute.columns[0].foreign_keys
        if key.column.table in targets
    }


def by_id(rows: Select[ModelT]) -> Query[ModelT]:
    """The one of these rows that is named as `id` at each use."""
    model = rows.column_descriptions[0]["entity"]
    return Query(rows.where(model.id == bindparam("id")))


async def check_references(
    db: AsyncSession, references: References, values: Mapping[str, Any], **parameters: Any
) -> None:
    """Refuse one to nothing; `parameters` are those of the queries, beside the id."""
    for name, target in references.items():
        id = values.get(name)
        if id is not None and await target.first(db, id=id, **parameters) is None:
            raise InvalidError(f"{name} refers to nothing that exists", field=name)
