"""All new files of one resource."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from fastapi_backend_builder.render import model, samples, schema
from fastapi_backend_builder.render.context import FILTERS, Context
from fastapi_backend_builder.render.imports import import_block
from fastapi_backend_builder.spec.arguments import SELF


def render_resource(context: Context) -> dict[str, str]:
    """The source of each new file by its path, not formatted yet."""
    noun, folder = context.noun, context.setting.folder
    versions = f"{folder}/db/migrations/versions"
    origins = _origins(context)
    files = {
        "model": f"{folder}/models/{noun.singular}.py",
        "schemas": f"{folder}/schemas/{noun.singular}.py",
        "service": f"{folder}/services/{noun.singular}.py",
        "endpoints": f"{folder}/api/v1/endpoints/{noun.plural}.py",
        "migration": f"{versions}/{context.revision}_create_{noun.plural}.py",
        "factory": f"tests/factories/{noun.singular}.py",
        "tests": f"tests/api/test_{noun.plural}.py",
    }
    return {path: _render(name, context, origins[name]) for name, path in files.items()}


def _render(name: str, context: Context, origins: Mapping[str, str]) -> str:
    body = _environment().get_template(f"{name}.py.j2").render(this=context)
    imports = import_block(body, origins, {context.setting.package, "tests"})
    return f"{imports}\n{body}" if imports else body


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - what is rendered is Python, not HTML
        loader=PackageLoader("fastapi_backend_builder.render"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    return environment


def _origins(context: Context) -> dict[str, dict[str, str]]:
    """Where the names in each file come from."""
    app, noun = context.setting.package, context.noun
    name = noun.class_name
    models = f"{app}.models.{noun.singular}"
    schemas = f"{app}.schemas.{noun.singular}"
    enums = {context.resource.enum_class(field): models for field in context.enums}
    own_schemas = {f"{name}{kind}": schemas for kind in ("Create", "Update", "Response")}
    service = {
        "select": "sqlalchemy",
        "BaseService": f"{app}.services.base",
        "Page": f"{app}.services.base",
        "PageParams": f"{app}.schemas.common",
        name: models,
    }
    endpoints = {
        "APIRouter": "fastapi",
        "status": "fastapi",
        "AsyncDbSession": f"{app}.dependencies",
        "Pagination": f"{app}.dependencies",
        "SignedIn": f"{app}.dependencies",
        "PaginatedResponse": f"{app}.schemas.common",
        "Id": f"{app}.schemas.types",
        "Page": f"{app}.services.base",
        f"{name}Service": f"{app}.services.{noun.singular}",
        name: models,
    }
    base_schemas = ("CreateSchema", "UpdateSchema", "ResponseSchema")
    factories = {
        context.factory(field): f"tests.factories.{context.factory_module(field)}"
        for field in context.refs
        if field.target != SELF
    }
    testing = {"Any": "typing", "AsyncSession": "sqlalchemy.ext.asyncio"}
    return {
        "model": model.ORIGINS
        | dict.fromkeys(("ExactDecimal", "Json"), f"{app}.models.types")
        | dict.fromkeys(("BaseModel", "utc_now"), f"{app}.models.base"),
        "schemas": schema.ORIGINS
        | dict.fromkeys(schema.PROJECT_TYPES, f"{app}.schemas.types")
        | dict.fromkeys(base_schemas, f"{app}.schemas.base")
        | {"utc_now": f"{app}.models.base"}
        | enums,
        "service": service | own_schemas,
        "endpoints": endpoints | own_schemas,
        "migration": {},
        "factory": samples.ORIGINS
        | testing
        | factories
        | enums
        | {"count": "itertools", name: models},
        "tests": testing
        | factories
        | {"pytest": "", "AsyncClient": "httpx2"}
        | {f"create_{noun.singular}": f"tests.factories.{noun.singular}"},
    }
