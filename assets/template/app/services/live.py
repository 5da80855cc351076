"""Which rows of a model are there: all, but for those that are marked as deleted."""

from typing import TypeVar

from sqlalchemy import Select, bindparam, select

from app.db.compiled import Query
from app.models.base import BaseModel, SoftDeleteModel

ModelT = TypeVar("ModelT", bound=BaseModel)


def live(model: type[ModelT]) -> Select[ModelT]:
    """The rows that are there."""
    rows = select(model)
    if issubclass(model, SoftDeleteModel):
        return rows.where(model.deleted_at.is_(None))
    return rows


def by_id(rows: Select[ModelT]) -> Query[ModelT]:
    """The one of these rows that is named as `id` at each use."""
    model = rows.column_descriptions[0]["entity"]
    return Query(rows.where(model.id == bindparam("id")))
