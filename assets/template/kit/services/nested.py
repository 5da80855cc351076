"""Rows that are under another one: the path of a request names it, and those that it is under."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.db.compiled import Query
from kit.errors import NotFoundError
from kit.models.base import BaseModel, OwnedModel
from kit.models.types import AnyId
from kit.services.base import BaseService, OtherT
from kit.services.live import by_id, live, of_user
from kit.services.owned import references_of
from kit.services.references import Reference, References, check_many, dangling

ModelT = TypeVar("ModelT", bound=BaseModel)
# What each id of a path is a value of, the outermost first: (Comment.post_id, Reply.comment_id).
Path = tuple[InstrumentedAttribute[Any], ...]


def under(rows: Select[ModelT], parent: InstrumentedAttribute[Any]) -> Select[ModelT]:
    """The rows under one other, which is named at each use as the column is."""
    return rows.where(parent == bindparam(parent.key))


class NestedService(BaseService[ModelT]):
    """Reads and writes what is under one row; what is under others is as good as not there."""

    path: ClassVar[Path]

    def __init__(self, db: AsyncSession, *ids: AnyId) -> None:
        super().__init__(db)
        names = (column.key for column in self.path)
        self.scope |= dict(zip(names, ids, strict=True))

    async def check_path(self) -> None:
        """That there is what the path names, and that each is under the one before."""
        if await _named(self.path).first(self.db, **self.scope) is None:
            column = self.path[-1]
            parent = _target(column).__name__
            raise NotFoundError(f"{parent} {self.scope[column.key]} not found")

    def rows(self) -> Select[ModelT]:
        return _under(live(self.model), self.path).params(self.scope)

    async def admit(self, many: Sequence[Mapping[str, Any]]) -> None:
        await super().admit([self._but_for_path(values) for values in many])
        own_kind = dict.fromkeys(_own_kind(self.model), Reference(self.rows()))
        await check_many(self.db, own_kind, many)

    def place(self, instance: ModelT) -> None:
        column = self.path[-1].key
        setattr(instance, column, self.scope[column])

    def visible(self, model: type[OtherT]) -> Select[OtherT]:
        """Of its own kind, those under the same row."""
        rows = super().visible(model)
        return _under(rows, self.path).params(self.scope) if model is self.model else rows

    async def add(self, instance: ModelT) -> ModelT:
        await self.check_path()
        return await super().add(instance)

    async def _find(self, id: AnyId) -> ModelT | None:
        found: Query[ModelT] = _by_path(self.model, self.path)
        return await found.first(self.db, id=id, **self.scope)

    async def _check_references(self, values: Mapping[str, Any]) -> None:
        """What refers to one of its own kind means one under the same row."""
        values = self._but_for_path(values)
        await super()._check_references(values)
        for name in _own_kind(self.model):
            id = values.get(name)
            if id is not None and await self._find(id) is None:
                raise dangling(name)

    def _but_for_path(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the path names has been looked for already."""
        return {name: value for name, value in values.items() if name != self.path[-1].key}


class OwnedNestedService(NestedService[ModelT]):
    """The same where the rows belong to a user, or what they are under does."""

    def __init__(self, db: AsyncSession, user: BaseModel, *ids: AnyId) -> None:
        super().__init__(db, *ids)
        self.user = user
        self.scope["user_id"] = user.id

    def references(self) -> References:
        return references_of(self.model)

    def visible(self, model: type[OtherT]) -> Select[OtherT]:
        return of_user(super().visible(model)).params(self.scope)

    def place(self, instance: ModelT) -> None:
        super().place(instance)
        if isinstance(instance, OwnedModel):
            instance.user_id = self.user.id


@cache
def _named(path: Path) -> Query[Any]:
    return Query(_id_of(path))


def _id_of(path: Path) -> Select[Any]:
    """The id of the row that a path ends at, if the whole path is as it says."""
    *outer, column = path
    model = _target(column)
    found = of_user(live(model)).with_only_columns(model.id)
    found = found.where(model.id == bindparam(column.key))
    return found.where(outer[-1] == _id_of(tuple(outer)).scalar_subquery()) if outer else found


@cache
def _by_path(model: type[Any], path: Path) -> Query[Any]:
    return by_id(_under(select(model), path))


def _under(rows: Select[ModelT], path: Path) -> Select[ModelT]:
    """Those that the path leads to."""
    return of_user(rows).where(path[-1] == _id_of(path).scalar_subquery())


@cache
def _target(column: InstrumentedAttribute[Any]) -> type[BaseModel]:
    """The model that a column refers to."""
    (key,) = column.property.columns[0].foreign_keys
    return next(
        mapper.class_
        for mapper in BaseModel.registry.mappers
        if mapper.local_table is key.column.table
    )


@cache
def _own_kind(model: type[BaseModel]) -> list[str]:
    """The attributes that refer to rows of the same table."""
    mapper = inspect(model)
    return [
        attribute.key
        for attribute in mapper.column_attrs
        for key in attribute.columns[0].foreign_keys
        if key.column.table is mapper.local_table
    ]
