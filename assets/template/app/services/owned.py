"""Rows that belong to a user: they are there for that user, and for nobody else."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.etag import ETags
from app.core.exceptions import InvalidError
from app.db.compiled import Query
from app.models.base import BaseModel, OwnedModel
from app.models.user import User
from app.services.base import BaseService, OtherT

OwnedT = TypeVar("OwnedT", bound=OwnedModel)


def own(model: type[OwnedT]) -> Select[OwnedT]:
    """The rows of one user, who is named at each use as `user_id`."""
    return select(model).where(model.user_id == bindparam("user_id"))


class OwnedService(BaseService[OwnedT]):
    """Reads and writes what belongs to the user; what belongs to others is as good as not there."""

    def __init__(self, db: AsyncSession, user: User) -> None:
        super().__init__(db)
        self.user = user

    async def add(self, instance: OwnedT) -> OwnedT:
        instance.user_id = self.user.id
        await self._check_references(vars(instance))
        return await super().add(instance)

    async def change(
        self, instance: OwnedT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> OwnedT:
        await self._check_references(values)
        return await super().change(instance, values, if_match)

    def visible(self, model: type[OtherT]) -> Select[OtherT]:
        rows = super().visible(model)
        return rows.where(model.user_id == self.user.id) if issubclass(model, OwnedModel) else rows

    async def _find(self, id: int) -> OwnedT | None:
        return await _by_id(self.model).first(self.db, id=id, user_id=self.user.id)

    async def _check_references(self, values: Mapping[str, Any]) -> None:
        """A constraint knows what exists, but not whose it is."""
        for name, target in _references(self.model).items():
            id = values.get(name)
            if id is None:
                continue
            if await target.first(self.db, id=id, user_id=self.user.id) is None:
                raise InvalidError(f"{name} refers to nothing that exists", field=name)


@cache
def _by_id(model: type[Any]) -> Query[Any]:
    return Query(own(model).where(model.id == bindparam("id")))


@cache
def _references(model: type[OwnedModel]) -> dict[str, Query[Any]]:
    """For each attribute that refers to what belongs to somebody, how it is found."""
    owned = {
        mapper.local_table: mapper.class_
        for mapper in BaseModel.registry.mappers
        if issubclass(mapper.class_, OwnedModel)
    }
    return {
        attribute.key: _by_id(owned[key.column.table])
        for attribute in inspect(model).column_attrs
        for key in attribute.columns[0].foreign_keys
        if key.column.table in owned
    }
