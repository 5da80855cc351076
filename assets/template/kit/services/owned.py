"""Rows that belong to a user: they are there for that user, and for nobody else."""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query
from kit.models.base import BaseModel, OwnedModel
from kit.models.types import AnyId
from kit.services.base import BaseService, OtherT
from kit.services.live import by_id, live, of_user
from kit.services.references import References, live_references, references

OwnedT = TypeVar("OwnedT", bound=OwnedModel)


def own(model: type[OwnedT]) -> Select[OwnedT]:
    """The rows of one user, who is named at each use as `user_id`."""
    return live(model).where(model.user_id == bindparam("user_id"))


class OwnedService(BaseService[OwnedT]):
    """Reads and writes what belongs to the user; what belongs to others is as good as not there."""

    def __init__(self, db: AsyncSession, user: BaseModel) -> None:
        super().__init__(db)
        self.user = user
        self.scope["user_id"] = user.id

    def rows(self) -> Select[OwnedT]:
        return own(self.model).params(self.scope)

    def references(self) -> References:
        """A constraint knows what exists, but not whose it is."""
        return references_of(self.model)

    def place(self, instance: OwnedT) -> None:
        instance.user_id = self.user.id

    def visible(self, model: type[OtherT]) -> Select[OtherT]:
        return of_user(super().visible(model)).params(self.scope)

    async def _find(self, id: AnyId) -> OwnedT | None:
        return await _by_id(self.model).first(self.db, id=id, **self.scope)


@cache
def _by_id(model: type[Any]) -> Query[Any]:
    """Marked ones too, which can be restored."""
    return by_id(select(model).where(model.user_id == bindparam("user_id")))


@cache
def references_of(model: type[BaseModel]) -> References:
    """Of those to what may be marked as deleted, or may belong to somebody else."""
    return {**live_references(model), **references(model, OwnedModel, own)}
