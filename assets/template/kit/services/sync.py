"""Services for plain `def` code, on a Session. They do what those of the same names do."""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from kit.db.unawaited import as_async, finish
from kit.models.base import BaseModel, OwnedModel, SoftDeleteModel
from kit.models.etag import ETags
from kit.models.types import AnyId
from kit.services.acyclic import Acyclic
from kit.services.base import BaseService
from kit.services.links import LinkedService, Links
from kit.services.nested import NestedService, OwnedNestedService, Path
from kit.services.owned import OwnedService
from kit.services.related import Related
from kit.services.soft_delete import SoftDeleteService

ModelT = TypeVar("ModelT", bound=BaseModel)
OwnedT = TypeVar("OwnedT", bound=OwnedModel)
SoftDeleteT = TypeVar("SoftDeleteT", bound=SoftDeleteModel)

Kind = type[BaseService[Any]]


class SyncService(Generic[ModelT]):
    """Reads and writes one model. Never commits: the request does, or the script.

    `kind` is the service that does the work, beside those of the bases.
    """

    model: type[ModelT]
    related = Related()
    acyclic = Acyclic()
    kind: ClassVar[Kind] = BaseService
    _awaited: ClassVar[type[Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        kinds = [vars(base)["kind"] for base in cls.__mro__ if "kind" in vars(base)]
        names = ("model", "related", "acyclic", "path", "links")
        own = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
        cls._awaited = type(cls.__name__, tuple(dict.fromkeys(kinds)), own)

    def __init__(self, db: Session, *scope: Any) -> None:
        self.db = db
        self.awaited = self._awaited(as_async(db), *scope)

    def get_or_404(self, id: AnyId, include: str | None = None) -> ModelT:
        found: ModelT = finish(self.awaited.get_or_404(id, include))
        return found

    def add(self, instance: ModelT) -> ModelT:
        """Insert now, so that the id is known and the constraints have spoken."""
        finish(self.awaited.add(instance))
        return instance

    def change(
        self, instance: ModelT, values: Mapping[str, Any], if_match: ETags | None = None
    ) -> ModelT:
        finish(self.awaited.change(instance, values, if_match))
        return instance

    def remove(self, instance: ModelT, if_match: ETags | None = None) -> None:
        finish(self.awaited.remove(instance, if_match))


class SyncOwnedService(SyncService[OwnedT]):
    """Reads and writes what belongs to the user; what belongs to others is as good as not there."""

    kind: ClassVar[Kind] = OwnedService

    def __init__(self, db: Session, user: BaseModel) -> None:
        super().__init__(db, user)
        self.user = user


class SyncNestedService(SyncService[ModelT]):
    """Reads and writes what is under one row; what is under others is as good as not there."""

    path: ClassVar[Path]
    kind: ClassVar[Kind] = NestedService

    @property
    def scope(self) -> dict[str, AnyId]:
        scope: dict[str, AnyId] = self.awaited.scope
        return scope

    def check_path(self) -> None:
        """That there is what the path names, and that each is under the one before."""
        finish(self.awaited.check_path())


class SyncOwnedNestedService(SyncNestedService[ModelT]):
    """The same where the rows belong to a user, or what they are under does."""

    kind: ClassVar[Kind] = OwnedNestedService

    def __init__(self, db: Session, user: BaseModel, *ids: AnyId) -> None:
        super().__init__(db, user, *ids)
        self.user = user


class SyncLinkedService(SyncService[ModelT]):
    """Reads and writes rows that are linked to many others."""

    links: ClassVar[Links]
    kind: ClassVar[Kind] = LinkedService

    def make(self, values: Mapping[str, Any]) -> ModelT:
        """Insert a row with its links, which `values` have the ids of."""
        made: ModelT = finish(self.awaited.make(values))
        return made


class SyncSoftDeleteService(SyncService[SoftDeleteT]):
    """Deletes in a way that can be undone; stands before the service that says whose rows are."""

    kind: ClassVar[Kind] = SoftDeleteService

    def restore(self, id: AnyId, if_match: ETags | None = None) -> SoftDeleteT:
        """What is not deleted stays as it is; a unique value may be taken meanwhile."""
        found: SoftDeleteT = finish(self.awaited.restore(id, if_match))
        return found
