"""What the templates of all of a resource's files are filled with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fastapi_backend_builder.render import migration
from fastapi_backend_builder.render.access import Access
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.render.nesting import Nest
from fastapi_backend_builder.render.related import Related, related_of
from fastapi_backend_builder.render.setting import Setting, Target
from fastapi_backend_builder.render.storage import Storage
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.bulk import WRITES
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import Noun, snake_case
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself
from fastapi_backend_builder.spec.types import FieldType
from fastapi_backend_builder.spec.wordlist import words

# What the generated functions call their own parameters and variables.
LOCAL_NAMES = words("""
    admin_client after asked before body changed client column count created data db defaults etag
    filters first found id ids include items method name number other pages params pytest response
    restored second shown taken target unknown url user_client uuid4 value values without
""")

REQUESTS = {
    Operation.LIST: ("GET", "URL"),
    Operation.CREATE: ("POST", "URL"),
    Operation.GET: ("GET", "UNKNOWN"),
    Operation.UPDATE: ("PATCH", "UNKNOWN"),
    Operation.DELETE: ("DELETE", "UNKNOWN"),
}


@dataclass(frozen=True)
class Context:
    """A resource and its setting; `files` has what single files need beside."""

    resource: Resource
    setting: Setting

    @property
    def noun(self) -> Noun:
        return self.resource.noun

    @property
    def storage(self) -> Storage:
        return Storage(self.resource)

    @property
    def access(self) -> Access:
        return Access(self.resource, self.setting.roles)

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.resource.fields

    @property
    def columns(self) -> tuple[Field, ...]:
        return self.resource.columns

    @property
    def owner(self) -> Field | None:
        return self.resource.owner

    @property
    def nest(self) -> Nest | None:
        return self.setting.nest

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.resource.operations

    @property
    def writes(self) -> bool:
        """Whether requests hold values."""
        return bool({Operation.CREATE, Operation.UPDATE} & set(self.operations))

    @property
    def is_personal(self) -> bool:
        """Whether it depends on who asks which rows there are."""
        return bool(self.owner or (self.nest and self.nest.owned))

    @property
    def prefix(self) -> str:
        return self.nest.prefix if self.nest else f"/{self.noun.path}"

    @property
    def requests(self) -> dict[Operation, tuple[str, str]]:
        """The method of each operation, and what tests call its URL."""
        return {operation: REQUESTS[operation] for operation in self.operations}

    @property
    def public_routes(self) -> Iterator[tuple[str, str]]:
        """What everybody may ask for: the method, and the path behind the prefix."""
        one, resource = f"/{{{self.noun.singular}_id}}", self.resource
        for operation in resource.public:
            method, url = self.requests[operation]
            yield method, one if url == "UNKNOWN" else ""
            if operation is Operation.LIST and resource.export:
                yield method, "/export"
            if operation in WRITES and resource.bulk:
                yield method, "/bulk"
            if operation is Operation.DELETE and resource.soft_delete:
                yield "POST", f"{one}/restore"

    @cached_property
    def revision(self) -> str:
        return migration.revision_id(self.resource, self.setting.down_revision)

    @property
    def enums(self) -> list[Field]:
        return [field for field in self.fields if field.type is FieldType.ENUM]

    @property
    def refs(self) -> list[Field]:
        return [field for field in self.fields if field.type is FieldType.REF]

    @property
    def accepted_refs(self) -> list[Field]:
        return [field for field in self.refs if not field.readonly]

    @property
    def acyclic(self) -> list[Field]:
        """What leads from row to row, and must not lead back to the same one."""
        if Operation.UPDATE not in self.operations:
            return []
        return [field for field in self.accepted_refs if is_of_itself(self.noun, field)]

    @property
    def private(self) -> list[Field]:
        return [field for field in self.fields if field.private]

    @property
    def computed(self) -> list[Field]:
        """What the service gives to a new row, and no request."""
        if Operation.CREATE not in self.operations:
            return []
        return [f for f in self.fields if f.is_computed and f != self.resource.parent]

    @property
    def plain(self) -> list[Field]:
        return [field for field in self.fields if field.type is not FieldType.REF]

    @property
    def links(self) -> list[Link]:
        return [Link(field, self.resource, self.table(field)) for field in self.resource.links]

    @cached_property
    def related(self) -> list[Related]:
        """What answers show where `?include=` asks for it."""
        targets = self.setting.targets.items()
        visible = [name for name, target in targets if self._shows(target)]
        return related_of(self.resource, visible)

    def _shows(self, target: Target) -> bool:
        """Whether all who read the rows may see these, too."""
        is_read_by_all = {Operation.LIST, Operation.GET} & set(self.resource.public)
        is_visible = target.public or not is_read_by_all
        return target.shown and is_visible and bool(self.owner or not target.owned)

    @property
    def variable(self) -> str:
        """What the generated functions call one row."""
        singular = self.noun.singular
        return "row" if singular in LOCAL_NAMES else singular

    def table(self, field: Field) -> str:
        if is_of_itself(self.noun, field):
            return self.noun.plural
        return self.setting.targets[str(field.target)].table

    def factory(self, field: Field) -> str:
        return f"create_{self.factory_module(field)}"

    def factory_module(self, field: Field) -> str:
        target = self.noun.class_name if field.target == SELF else str(field.target)
        return snake_case(target)

    def _is_owned(self, field: Field) -> bool:
        if is_of_itself(self.noun, field):
            return self.owner is not None
        return self.setting.targets[str(field.target)].owned
