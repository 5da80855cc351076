"""Rows that others refer to, for answers that embed them: `?include=author,tags`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    InstrumentedAttribute,
    RelationshipDirection,
    RelationshipProperty,
)

from kit.db.compiled import Query
from kit.models.base import OwnedModel
from kit.schemas.choices import Choices
from kit.services.live import live, of_user

IDS = "related_ids"

Embedded = Iterator[tuple[Any, Any]]


class Related(Choices):
    """The relations that clients may ask for, of one row or of all that are on a page.

    Each is one statement more. Of rows that belong to users, it finds those of `user_id`.
    """

    def __init__(self, *relations: InstrumentedAttribute[Any]) -> None:
        super().__init__(relation.key for relation in relations)
        self._relations = {relation.key: _relation(relation) for relation in relations}

    async def embed(
        self, db: AsyncSession, rows: Sequence[Any], include: str, **values: Any
    ) -> None:
        """Set `embedded_rows` of these rows."""
        for row in rows:
            row.embedded_rows = {}
        for name in self.read(include):
            for row, related in await self._relations[name].find(db, rows, values):
                row.embedded_rows[name] = related


class _Reference:
    """To one row, by its id."""

    def __init__(self, relation: RelationshipProperty[Any]) -> None:
        target: Any = relation.mapper.class_
        ((column, _),) = relation.local_remote_pairs or ()
        self._key = relation.parent.get_property_by_column(column).key
        self._targets = Query(of_user(live(target)).where(target.id.in_(_ids(target.id))))

    async def find(
        self, db: AsyncSession, rows: Sequence[object], values: Mapping[str, Any]
    ) -> Embedded:
        ids = {row: getattr(row, self._key) for row in rows}
        found: dict[Any, Any] = {None: None}
        if asked := set(ids.values()) - {None}:
            targets = await self._targets.all(db, **{**values, IDS: sorted(asked)})
            found |= {target.id: target for target in targets}
        return ((row, found[id]) for row, id in ids.items() if id in found)


class _Links:
    """To many rows, by a table of pairs."""

    def __init__(self, relation: RelationshipProperty[Any]) -> None:
        target: Any = relation.mapper.class_
        ((_, id),) = relation.synchronize_pairs
        ((_, target_id),) = relation.secondary_synchronize_pairs or ()
        self._pairs = Query(
            of_user(live(target))
            .join(id.table, target_id == target.id)
            .add_columns(id)
            .where(id.in_(_ids(id)))
            .order_by(target.id)
        )

    async def find(
        self, db: AsyncSession, rows: Sequence[Any], values: Mapping[str, Any]
    ) -> Embedded:
        found: dict[Any, list[Any]] = {row.id: [] for row in rows}
        if found:
            for target, id in await self._pairs.all(db, **{**values, IDS: sorted(found)}):
                found[id].append(target)
        return ((row, found[row.id]) for row in rows)


def _relation(attribute: InstrumentedAttribute[Any]) -> _Reference | _Links:
    relation = inspect(attribute.class_).relationships[attribute.key]
    is_owned = (issubclass(m.class_, OwnedModel) for m in (relation.parent, relation.mapper))
    if tuple(is_owned) == (False, True):
        raise TypeError(f"{attribute} leads from everybody's rows to those of single users")
    match relation.direction:
        case RelationshipDirection.MANYTOONE:
            return _Reference(relation)
        case RelationshipDirection.MANYTOMANY:
            return _Links(relation)
    raise TypeError(f"{attribute} has no bound on how many rows it leads to")


def _ids(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> BindParameter[Any]:
    return bindparam(IDS, type_=column.type, expanding=True)
