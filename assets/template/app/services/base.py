"""What every service can do with its model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.exceptions import NotFoundError
from app.models.base import BaseModel
from app.schemas.common import PageParams

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and how long the whole list is."""

    items: Sequence[T]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.size)


class BaseService(Generic[ModelT]):
    """Reads and writes one model. Never commits: the request does, or the script."""

    model: type[ModelT]

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def get_or_404(self, id: int) -> ModelT:
        found = await self.db.get(self.model, id)
        if found is None:
            raise NotFoundError(f"{self.model.__name__} {id} not found")
        return found

    async def paginate(self, statement: Select[ModelT], params: PageParams) -> Page[ModelT]:
        rows = statement.limit(params.size).offset(params.offset)
        items = (await self.db.scalars(rows)).all()
        total = await self.db.scalar(
            select(func.count()).select_from(statement.order_by(None).subquery())
        )
        return Page(items, total or 0, params.page, params.size)

    async def add(self, instance: ModelT) -> ModelT:
        """Insert now, so that the id is known and the constraints have spoken."""
        self.db.add(instance)
        await self.db.flush()
        return instance

    async def change(self, instance: ModelT, values: Mapping[str, Any]) -> ModelT:
        for name, value in values.items():
            setattr(instance, name, value)
        await self.db.flush()
        return instance

    async def remove(self, instance: ModelT) -> None:
        await self.db.delete(instance)
        await self.db.flush()
