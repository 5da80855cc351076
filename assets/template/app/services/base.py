"""What every service can do with its model."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import NotFoundError
from app.db.compiled import rows_of
from app.models.base import BaseModel

ModelT = TypeVar("ModelT", bound=BaseModel)


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

    async def change(self, instance: ModelT, values: Mapping[str, Any]) -> ModelT:
        if not await rows_of(self.model).update(self.db, instance, values):
            raise self._not_found(instance.id)
        return instance

    async def remove(self, instance: ModelT) -> None:
        if not await rows_of(self.model).delete(self.db, instance):
            raise self._not_found(instance.id)

    async def _find(self, id: int) -> ModelT | None:
        return await rows_of(self.model).get(self.db, id)

    def _not_found(self, id: int) -> NotFoundError:
        return NotFoundError(f"{self.model.__name__} {id} not found")
