"""What every service can do with its model."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query, rows_of
from kit.errors import NotFoundError, PreconditionFailedError
from kit.models.base import BaseModel
from kit.models.etag import ETags, etag_of
from kit.models.types import AnyId
from kit.services.acyclic import Acyclic
from kit.services.live import live
from kit.services.references import (
    References,
    check_many,
    check_references,
    differing,
    live_references,
)
from kit.services.related import Related

ModelT = TypeVar("ModelT", bound=BaseModel)
OtherT = TypeVar("OtherT", bound=BaseModel)


@cache
def _written_at(model: type[BaseModel]) -> Query[datetime]:
    """Of one row, which it locks as an update does: others may still refer to it."""
    is_the_one = model.id == bindparam("id")
    return Query(select(model.updated_at).where(is_the_one).with_for_update(key_share=True))


class BaseService(Generic[ModelT]):
    """Reads and writes one model. Never commits: the request does, or the script.

    `scope` has the values by which statements choose the rows that are there for it.
    """

    model: type[ModelT]
    related = Related()
    acyclic = Acyclic()

    def __init__(self, db: AsyncSession) -> None:
        self.db = db
        self.scope: dict[str, AnyId] = {}

    def rows(self) -> Select[ModelT]:
        """All that is there for it."""
        return live(self.model)

    def references(self) -> References:
        """A constraint knows what exists, but not what is marked as deleted."""
        return live_references(self.model)

    async def admit(self, many: Sequence[Mapping[str, Any]]) -> None:
        """Refuse values of rows, at their place, which no constraint would refuse."""
        await check_many(self.db, self.references(), many, **self.scope)

    async def get_or_404(self, id: AnyId, include: str | None = None) -> ModelT:
        found = await self._find(id)
        if found is None:
            raise self._not_found(id)
        if include:
            await self._embed(found, include)
        return found

    def place(self, instance: ModelT) -> None:
        """Say where a new row belongs."""

    async def add(self, instance: ModelT) -> ModelT:
        """Insert now, so that the id is known and the constraints have spoken."""
        self.place(instance)
        await self._check_references(vars(instance))
        await rows_of(self.model).insert(self.db, instance)
        return instance

    async def change(
        self, instance: ModelT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> ModelT:
        new = differing(instance, values)
        await self._check_references(new)
        await self.acyclic.lock(self.db, new)
        await self.acyclic.check(self.db, {instance.id: new})
        if if_match is not None:
            await self._hold(instance, if_match)
        id = instance.id
        if not await rows_of(self.model).update(self.db, instance, values):
            raise self._not_found(id)
        return instance

    async def remove(self, instance: ModelT, if_match: ETags | None = None) -> None:
        if if_match is not None:
            await self._hold(instance, if_match)
        if not await rows_of(self.model).delete(self.db, instance):
            raise self._not_found(instance.id)

    def visible(self, model: type[OtherT]) -> Select[OtherT]:
        """The rows of another model that a row may be linked to."""
        return live(model)

    async def _find(self, id: AnyId) -> ModelT | None:
        return await rows_of(self.model).get(self.db, id)

    async def _check_references(self, values: Mapping[str, Any]) -> None:
        await check_references(self.db, self.references(), values, **self.scope)

    async def _embed(self, row: ModelT, include: str) -> None:
        await self.related.embed(self.db, [row], include, **self.scope)

    async def _hold(self, instance: ModelT, if_match: ETags) -> None:
        """Let nobody else write it until the transaction ends, if it is what the client knows."""
        known, id = etag_of(instance), instance.id
        written_at = await _written_at(self.model).first(self.db, id=id)
        if written_at is None:
            raise self._not_found(id)
        if known not in if_match or written_at != instance.updated_at:
            raise PreconditionFailedError(f"{self.model.__name__} {id} has changed: get it again")

    def _not_found(self, id: AnyId) -> NotFoundError:
        return NotFoundError(f"{self.model.__name__} {id} not found")
