"""Relations of many rows to many, which requests know by the ids of what a row is linked to."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Column, Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, RelationshipProperty
from sqlalchemy.orm.attributes import set_committed_value

from kit.db.links import link_columns
from kit.errors import InvalidError
from kit.models.base import BaseModel, utc_now
from kit.models.etag import ETags
from kit.models.types import AnyId
from kit.services.base import BaseService, ModelT


class Link:
    """A relationship through a table of its own, and what requests call the ids."""

    def __init__(self, name: str, relationship: InstrumentedAttribute[Any]) -> None:
        self.name = name
        self.key = relationship.key
        self._relationship = relationship

    @property
    def target(self) -> type[BaseModel]:
        target: type[BaseModel] = self._property.mapper.class_
        return target

    async def differs(
        self, db: AsyncSession, instance: BaseModel, rows: Collection[BaseModel]
    ) -> bool:
        """Whether the row is linked to others than these."""
        return await self._ids(db, instance) != {row.id for row in rows}

    async def put(self, db: AsyncSession, instance: BaseModel, rows: Collection[BaseModel]) -> None:
        """Link the row, which nobody else writes now, to these and to no others."""
        near, far = self._columns
        present, wanted = await self._ids(db, instance), {row.id for row in rows}
        if gone := present - wanted:
            await db.execute(delete(near.table).where(near == instance.id, far.in_(gone)))
        await self.add(db, instance, wanted - present)

    async def add(self, db: AsyncSession, instance: BaseModel, ids: Collection[AnyId]) -> None:
        near, far = self._columns
        if ids:
            links = [{near.key: instance.id, far.key: id} for id in ids]
            await db.execute(insert(near.table), links)

    def kept(self, instance: BaseModel, ids: Collection[AnyId]) -> Select[Any]:
        """Those of the rows that the row is linked to already."""
        near, far = self._columns
        linked = select(far).where(near == instance.id, far.in_(ids))
        return select(self.target).where(self.target.id.in_(linked))

    async def _ids(self, db: AsyncSession, instance: BaseModel) -> set[AnyId]:
        near, far = self._columns
        return set(await db.scalars(select(far).where(near == instance.id)))

    @cached_property
    def _columns(self) -> tuple[Column[Any], Column[Any]]:
        columns = link_columns(self._property)
        if columns is None:
            raise TypeError(f"{self.key} is no relationship through a table of links")
        return columns

    @property
    def _property(self) -> RelationshipProperty[Any]:
        return cast(RelationshipProperty[Any], self._relationship.property)


class Links:
    """The relationships of a model, each under the name that requests have for the ids."""

    def __init__(self, **relationships: InstrumentedAttribute[Any]) -> None:
        self._links = [Link(name, attribute) for name, attribute in relationships.items()]
        self.keys = {link.key for link in self._links}

    def __iter__(self) -> Iterator[Link]:
        return iter(self._links)

    def without(self, values: Mapping[str, Any]) -> dict[str, Any]:
        names = {link.name for link in self._links}
        return {name: value for name, value in values.items() if name not in names}


class LinkedService(BaseService[ModelT]):
    """Reads and writes rows that are linked to many others."""

    links: Links

    async def make(self, values: Mapping[str, Any]) -> ModelT:
        """Insert a row with its links, which `values` have the ids of."""
        wanted = await self._wanted(values)
        made = await self.add(self.model(**self.links.without(values)))
        for link in self.links:
            rows = wanted.get(link, [])
            await link.add(self.db, made, {row.id for row in rows})
            set_committed_value(made, link.key, rows)
        return made

    async def add(self, instance: ModelT) -> ModelT:
        for key in self.links.keys - vars(instance).keys():
            setattr(instance, key, [])  # or else they would have to be looked for
        return await super().add(instance)

    async def change(
        self, instance: ModelT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> ModelT:
        wanted = await self._wanted(values, instance)
        changed = [link for link in wanted if await link.differs(self.db, instance, wanted[link])]
        others = self.links.without(values)
        if changed:
            # Which is another version of the row, and nobody else can write it from now on.
            others["updated_at"] = utc_now()
        instance = await super().change(instance, others, if_match)
        for link in changed:
            await link.put(self.db, instance, wanted[link])
        for link, rows in wanted.items():
            set_committed_value(instance, link.key, rows)
        return instance

    async def remove(self, instance: ModelT, if_match: ETags | None = None) -> None:
        if if_match is not None:
            await self._hold(instance, if_match)
        # The database deletes the links; the session would miss one that somebody else deletes.
        self.db.expire(instance, self.links.keys)
        await super().remove(instance)

    async def _wanted(
        self, values: Mapping[str, Any], instance: ModelT | None = None
    ) -> dict[Link, list[BaseModel]]:
        """What the row is to be linked to, for the links that `values` have."""
        return {
            link: await self._find_all(link, values[link.name], instance)
            for link in self.links
            if link.name in values
        }

    async def _find_all(
        self, link: Link, ids: Collection[AnyId], instance: ModelT | None
    ) -> list[BaseModel]:
        """The rows; what the row is linked to already may be deleted since."""
        target = link.target
        rows = await self._held(self.visible(target).where(target.id.in_(ids))) if ids else []
        missing = set(ids).difference(row.id for row in rows)
        if missing and instance is not None:
            rows += await self._held(link.kept(instance, missing))
        if len(rows) < len(set(ids)):
            raise InvalidError(
                f"{link.name} refers to something that does not exist", field=link.name
            )
        return sorted(rows, key=lambda row: row.id)

    async def _held(self, rows: Select[Any]) -> list[BaseModel]:
        """Rows which stay until the transaction ends."""
        target = rows.column_descriptions[0]["entity"]
        locked = rows.order_by(target.id).with_for_update(read=True, key_share=True, of=target)
        return list(await self.db.scalars(locked))
