"""Where the names come from that the files of a resource use: one property for each file."""

from fastapi_backend_builder.render import model, samples, schema
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.arguments import SELF

_SCHEMAS = ("Create", "Update", "Filters", "Response")
_DEPENDENCIES = (
    *("AsyncDbSession", "CurrentUser", "IdempotentDbSession", "IfMatch", "Pagination", "SignedIn"),
    "WithETag",
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
            | self._from("services.links", "LinkedService", "Links")
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
        tables = (link.table.name for link in self._context.links if link.field.private)
        own |= self._from(f"models.{self._noun.singular}", *tables) | {"select": "sqlalchemy"}
        if self._context.has_model_in_tests:
            own |= self._own
        return others | self._targets | self._factories | own

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
            for field in self._context.resource.attributes
            if field.target and field.target != SELF
        }

    @property
    def _targets(self) -> dict[str, str]:
        """The models that it refers to."""
        return {name: target.module for name, target in self._context.setting.targets.items()}

    def _from(self, module: str, *names: str) -> dict[str, str]:
        return dict.fromkeys(names, f"{self._app}.{module}")
