"""What every service can do with its model."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.etag import ETags, etag_of
from app.core.exceptions import NotFoundError, PreconditionFailedError
from app.db.compiled import Query, rows_of
from app.models.base import BaseModel

ModelT = TypeVar("ModelT", bound=BaseModel)
OtherT = TypeVar("OtherT", bound=BaseModel)


@cache
def _written_at(model: type[BaseModel]) -> Query[datetime]:
    """Of one row, which it locks as an update does: others may still refer to it."""
    is_the_one = model.id == bindparam("id")
    return Query(select(model.updated_at).where(is_the_one).with_for_update(key_share=True))


class BaseService(Generic[ModelT]):
    """Reads and writes one model. Never commits: the request does, or the script."""

    model: type[ModelT]

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def get_or_404(self, id: int) -> ModelT:
        found = await self._find(id)
        if found is None:
            raise self._not_found(id)
        return found

    async def add(self, instance: ModelT) -> ModelT:
        """Insert now, so that the id is known and the constraints have spoken."""
        await rows_of(self.model).insert(self.db, instance)
        return instance

    async def change(
        self, instance: ModelT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> ModelT:
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
        return select(model)

    async def _find(self, id: int) -> ModelT | None:
        return await rows_of(self.model).get(self.db, id)

    async def _hold(self, instance: ModelT, if_match: ETags) -> None:
        """Let nobody else write it until the transaction ends, if it is what the client knows."""
        known, id = etag_of(instance), instance.id
        written_at = await _written_at(self.model).first(self.db, id=id)
        if written_at is None:
            raise self._not_found(id)
        if known not in if_match or written_at != instance.updated_at:
            raise PreconditionFailedError(f"{self.model.__name__} {id} has changed: get it again")

    def _not_found(self, id: int) -> NotFoundError:
        return NotFoundError(f"{self.model.__name__} {id} not found")
