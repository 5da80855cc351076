"""Which rows of a model are there, and which of these are for one user."""

from typing import TypeVar

from sqlalchemy import Select, bindparam, select

from kit.db.compiled import Query
from kit.models.base import BaseModel, OwnedModel, SoftDeleteModel

ModelT = TypeVar("ModelT", bound=BaseModel)


def live(model: type[ModelT]) -> Select[ModelT]:
    """All, but for those that are marked as deleted."""
    rows = select(model)
    if issubclass(model, SoftDeleteModel):
        return rows.where(model.deleted_at.is_(None))
    return rows


def of_user(rows: Select[ModelT]) -> Select[ModelT]:
    """Those of the user who is named at each use as `user_id`, where they belong to users."""
    model = rows.column_descriptions[0]["entity"]
    if issubclass(model, OwnedModel):
        return rows.where(model.user_id == bindparam("user_id"))
    return rows


def by_id(rows: Select[ModelT]) -> Query[ModelT]:
    """The one of these rows that is named as `id` at each use."""
    model = rows.column_descriptions[0]["entity"]
    return Query(rows.where(model.id == bindparam("id")))
