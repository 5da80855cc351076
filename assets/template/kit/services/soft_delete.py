"""Rows that are marked when they are deleted: for nobody there, until they are restored."""

from typing import TypeVar

from kit.models.base import SoftDeleteModel, utc_now
from kit.models.etag import ETags
from kit.models.types import AnyId
from kit.services.base import BaseService

SoftDeleteT = TypeVar("SoftDeleteT", bound=SoftDeleteModel)


class SoftDeleteService(BaseService[SoftDeleteT]):
    """Deletes in a way that can be undone; stands before the service that says whose rows are."""

    async def remove(self, instance: SoftDeleteT, if_match: ETags | None = None) -> None:
        await super().change(instance, {"deleted_at": utc_now()}, if_match)

    async def restore(self, id: AnyId, if_match: ETags | None = None) -> SoftDeleteT:
        """What is not deleted stays as it is; a unique value may be taken meanwhile."""
        found = await super()._find(id)
        if found is None:
            raise self._not_found(id)
        return await super().change(found, {"deleted_at": None}, if_match)

    async def _find(self, id: AnyId) -> SoftDeleteT | None:
        found = await super()._find(id)
        return None if found is None or found.deleted_at else found
