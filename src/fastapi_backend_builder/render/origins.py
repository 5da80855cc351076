"""Where the names come from that the files of a resource use: one property for each file."""

from fastapi_backend_builder.render import model, samples, schema
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.names import snake_case

_SCHEMAS = ("Create", "Update", "Filters", "Response")
_DEPENDENCIES = (
    *("AsyncDbSession", "CurrentUser", "IdempotentDbSession", "IfMatch", "Pagination", "Requires"),
    *("SignedIn", "WithETag"),
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
            | self._from("models.types", "ExactDecimal", "Json")
            | self._from("models.base", "BaseModel", "OwnedModel", "utc_now")
        )

    @property
    def schemas(self) -> dict[str, str]:
        return (
            schema.ORIGINS
            | self._from("schemas.types", *schema.PROJECT_TYPES)
            | self._from("schemas.base", "CreateSchema", "UpdateSchema", "ResponseSchema")
            | self._from("schemas.common", "FilterSchema")
            | self._from("models.base", "utc_now")
            | self._enums
        )

    @property
    def service(self) -> dict[str, str]:
        return (
            {"select": "sqlalchemy"}
            | self._from("core.etag", "ETags")
            | self._from("services.base", "BaseService")
            | self._from("services.owned", "OwnedService", "own")
            | self._from("services.nested", "NestedService", "OwnedNestedService", "under")
            | self._holders
            | self._from("services.listing", "Listing", "Page")
            | self._from("schemas.common", "PageParams")
            | self._own
        )

    @property
    def endpoints(self) -> dict[str, str]:
        return (
            {"Annotated": "typing", "Query": "fastapi", "status": "fastapi"}
            | self._from("core.routing", "Router")
            | self._from("dependencies", *_DEPENDENCIES)
            | self._from("core.permissions", "Permission")
            | self._user
            | self._from("schemas.common", "PaginatedResponse")
            | self._from("schemas.types", "Id")
            | self._from("services.listing", "Page")
            | self._own
        )

    @property
    def migration(self) -> dict[str, str]:
        return {}

    @property
    def factory(self) -> dict[str, str]:
        others = {"Any": "typing", "AsyncSession": "sqlalchemy.ext.asyncio", "count": "itertools"}
        return samples.ORIGINS | others | self._factories | self._enums | self._own

    @property
    def tests(self) -> dict[str, str]:
        others = {"Any": "typing", "Callable": "collections.abc", "pytest": ""}
        others |= {"to_jsonable_python": "pydantic_core"}
        others |= dict.fromkeys(("IntegrityError", "InvalidRequestError"), "sqlalchemy.exc")
        others |= {"AsyncClient": "httpx2", "AsyncSession": "sqlalchemy.ext.asyncio"}
        own = {f"create_{self._noun.singular}": f"tests.factories.{self._noun.singular}"}
        if self._context.has_model_in_tests:
            own |= self._own
        others |= {"create_user": "tests.factories.user"}
        return others | self._user | self._targets | self._path_factories | self._factories | own

    @property
    def _own(self) -> dict[str, str]:
        """The classes of the resource."""
        name, module = self._noun.class_name, self._noun.singular
        return (
            self._from(f"models.{module}", name)
            | self._from(f"services.{module}", f"{name}Service")
            | self._from(f"schemas.{module}", *(f"{name}{kind}" for kind in _SCHEMAS))
        )

    @property
    def _enums(self) -> dict[str, str]:
        classes = map(self._context.resource.enum_class, self._context.enums)
        return self._from(f"models.{self._noun.singular}", *classes)

    @property
    def _factories(self) -> dict[str, str]:
        return {
            self._context.factory(field): f"tests.factories.{self._context.factory_module(field)}"
            for field in self._context.columns
            if field.target and field.target != SELF
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

    @property
    def _targets(self) -> dict[str, str]:
        """The models that it refers to."""
        return {name: target.module for name, target in self._context.setting.targets.items()}

    def _from(self, module: str, *names: str) -> dict[str, str]:
        return dict.fromkeys(names, f"{self._app}.{module}")
