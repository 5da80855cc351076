"""Where the names come from that the files of a resource use: one property for each file."""

from fastapi_backend_builder.render import computed, model, samples, schema
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.kit import KIT
from fastapi_backend_builder.spec.names import snake_case

_SCHEMAS = (
    *("Create", "Update", "Filters", "ExportFilters", "BulkUpdate", "Response", "WithRelated"),
)
_MODEL_BASES = ("BaseModel", "OwnedModel", "SoftDeleteModel", "UuidModel")
_SYNC_SERVICES = (
    *("SyncService", "SyncOwnedService", "SyncNestedService", "SyncOwnedNestedService"),
    *("SyncLinkedService", "SyncSoftDeleteService"),
)
_CONTRACT = ("Default", "Field", "Links", "Parent", "Reference", "ResourceContract")
_DEPENDENCIES = (
    *("AsyncDbSession", "CurrentUser", "IdempotentDbSession", "IfMatch", "Paginated", "Requires"),
    *("DbSession", "SignedIn", "SyncIdempotentDbSession", "with_etag"),
)


class Origins:
    """The module of each name, by file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._app = context.setting.package
        self._noun = context.noun

    @property
    def model(self) -> dict[str, str]:
        return (
            model.ORIGINS
            | self._from_kit("models.types", "ExactDecimal", "Json")
            | self._from("models.base", *_MODEL_BASES, "unique_while_live", "utc_now")
        )

    @property
    def schemas(self) -> dict[str, str]:
        return (
            schema.ORIGINS
            | self._from_kit("schemas.types", *schema.PROJECT_TYPES)
            | self._from("schemas.base", "CreateSchema", "UpdateSchema", "ResponseSchema")
            | self._from("schemas.base", "embedded")
            | self._responses
            | self._from("schemas.common", "FilterSchema", "EXPORT_NAMES")
            | self._from("models.base", "utc_now")
            | self._enums
        )

    @property
    def service(self) -> dict[str, str]:
        return (
            {"UUID": "uuid", "select": "sqlalchemy"}
            | computed.ORIGINS
            | self._from("models.base", "utc_now")
            | self._from_kit("services.slugs", "slug_of", "unique_slug")
            | self._enums
            | self._from_kit("models.etag", "ETags")
            | self._from_kit("services.acyclic", "Acyclic")
            | self._from_kit("services.base", "BaseService")
            | self._from_kit("services.live", "live")
            | self._from_kit("services.owned", "OwnedService", "own")
            | self._from_kit("services.links", "LinkedService", "Links")
            | self._from_kit("services.nested", "NestedService", "OwnedNestedService", "under")
            | self._from_kit("services.soft_delete", "SoftDeleteService")
            | self._holders
            | self._from_kit("services.sync", *_SYNC_SERVICES)
            | self._from_kit("db.unawaited", "as_async", "finish")
            | {"Sequence": "collections.abc"}
            | self._from_kit("services.bulk", "add_all", "change_all", "remove_all")
            | self._from_kit("services.listing", "Listing", "Page")
            | self._from_kit("services.related", "Related")
            | self._from("schemas.common", "PageParams")
            | self._own
        )

    @property
    def endpoints(self) -> dict[str, str]:
        return (
            {"Annotated": "typing", "Query": "fastapi", "UUID": "uuid", "status": "fastapi"}
            | self._from_kit("routing", "Router")
            | self._from_kit("http.files", "FILES", "StreamedFile")
            | self._from_kit("http.export", "AsFile", "FileMaker")
            | {"Sequence": "collections.abc"}
            | self._from_kit("http.bulk", "Ids", "Uuids")
            | self._from_kit("schemas.bulk", "Bulk", "BulkResponse")
            | self._from("dependencies", *_DEPENDENCIES)
            | self._from("core.permissions", "Permission")
            | self._user
            | self._from("schemas.common", "PageParams", "PaginatedResponse")
            | self._from_kit("schemas.types", "Id")
            | self._from_kit("services.listing", "Page")
            | self._own
        )

    @property
    def migration(self) -> dict[str, str]:
        return {}

    @property
    def factory(self) -> dict[str, str]:
        others = {"Any": "typing", "AsyncSession": "sqlalchemy.ext.asyncio", "count": "itertools"}
        return samples.ORIGINS | others | self._factories | self._enums | self._own_model

    @property
    def tests(self) -> dict[str, str]:
        others = {"pytest": "", "AsyncSession": "sqlalchemy.ext.asyncio"}
        others |= dict.fromkeys(_CONTRACT, f"{KIT}.testing")
        own = {f"create_{self._noun.singular}": f"tests.factories.{self._noun.singular}"}
        others |= {"create_user": "tests.factories.user"}
        return others | self._user | self._path_factories | self._factories | own

    @property
    def _own(self) -> dict[str, str]:
        """The classes of the resource."""
        name, module = self._noun.class_name, self._noun.singular
        return (
            self._own_model
            | self._from(f"services.{module}", f"{name}Service")
            | self._from(f"schemas.{module}", *(f"{name}{kind}" for kind in _SCHEMAS))
        )

    @property
    def _own_model(self) -> dict[str, str]:
        return self._from(f"models.{self._noun.singular}", self._noun.class_name)

    @property
    def _enums(self) -> dict[str, str]:
        classes = map(self._context.resource.enum_class, self._context.enums)
        return self._from(f"models.{self._noun.singular}", *classes)

    @property
    def _factories(self) -> dict[str, str]:
        return {
            self._context.factory(field): f"tests.factories.{self._context.factory_module(field)}"
            for field in self._context.resource.attributes
            if field.target and field.target != SELF
        }

    @property
    def _responses(self) -> dict[str, str]:
        """What the related rows of answers are shown as."""
        package = f"{self._app}.schemas"
        return {
            relation.response: f"{package}.{snake_case(relation.target)}"
            for relation in self._context.related
            if relation.target != self._noun.class_name
        }

    @property
    def _holders(self) -> dict[str, str]:
        """The models whose columns are a path."""
        levels = self._context.nest.levels if self._context.nest else ()
        return {level.holder: level.holder_module for level in levels}

    @property
    def _path_factories(self) -> dict[str, str]:
        """Those of all that the rows are under."""
        levels = self._context.nest.levels if self._context.nest else ()
        modules = {snake_case(level.model) for level in levels}
        return {f"create_{module}": f"tests.factories.{module}" for module in modules}

    @property
    def _user(self) -> dict[str, str]:
        return self._from("models.user", "Role", "User")

    def _from_kit(self, module: str, *names: str) -> dict[str, str]:
        return dict.fromkeys(names, f"{KIT}.{module}")

    def _from(self, module: str, *names: str) -> dict[str, str]:
        return dict.fromkeys(names, f"{self._app}.{module}")
