"""Services for plain `def` code, on a Session. They do what `BaseService` and `OwnedService` do."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from app.core.etag import ETags
from app.db.unawaited import as_async, finish
from app.models.base import BaseModel, OwnedModel
from app.models.types import AnyId
from app.models.user import User
from app.services.base import BaseService
from app.services.owned import OwnedService
from app.services.related import Related

ModelT = TypeVar("ModelT", bound=BaseModel)
OwnedT = TypeVar("OwnedT", bound=OwnedModel)


class SyncService(Generic[ModelT]):
    """Reads and writes one model. Never commits: the request does, or the script."""

    model: type[ModelT]
    related = Related()

    def __init__(self, db: Session) -> None:
        self.db = db
        self.awaited = self._make(as_async(db))
        self.awaited.model = self.model
        self.awaited.related = self.related

    def get_or_404(self, id: AnyId, include: str | None = None) -> ModelT:
        return finish(self.awaited.get_or_404(id, include))

    def add(self, instance: ModelT) -> ModelT:
        """Insert now, so that the id is known and the constraints have spoken."""
        return finish(self.awaited.add(instance))

    def change(
        self, instance: ModelT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> ModelT:
        return finish(self.awaited.change(instance, values, if_match))

    def remove(self, instance: ModelT, if_match: ETags | None = None) -> None:
        finish(self.awaited.remove(instance, if_match))

    def _make(self, db: AsyncSession) -> BaseService[ModelT]:
        """What does the work, to be awaited."""
        return BaseService(db)


class SyncOwnedService(SyncService[OwnedT]):
    """Reads and writes what belongs to the user; what belongs to others is as good as not there."""

    def __init__(self, db: Session, user: User) -> None:
        self.user = user
        super().__init__(db)

    def _make(self, db: AsyncSession) -> BaseService[OwnedT]:
        return OwnedService(db, self.user)
