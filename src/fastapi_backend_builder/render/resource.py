"""All new files of one resource."""

from collections.abc import Mapping

from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.environment import template
from fastapi_backend_builder.render.files.endpoints import EndpointsFile
from fastapi_backend_builder.render.files.factory import FactoryFile
from fastapi_backend_builder.render.files.migration import MigrationFile
from fastapi_backend_builder.render.files.model import ModelFile
from fastapi_backend_builder.render.files.schemas import SchemasFile
from fastapi_backend_builder.render.files.service import ServiceFile
from fastapi_backend_builder.render.files.tests import TestsFile
from fastapi_backend_builder.render.imports import import_block
from fastapi_backend_builder.render.origins import Origins
from fastapi_backend_builder.render.sync import as_sync
from fastapi_backend_builder.spec.kit import KIT

FILES: Mapping[str, type[Context]] = {
    "model": ModelFile,
    "schemas": SchemasFile,
    "service": ServiceFile,
    "endpoints": EndpointsFile,
    "migration": MigrationFile,
    "factory": FactoryFile,
    "tests": TestsFile,
}


def render_resource(context: Context) -> dict[str, str]:
    """The source of each new file by its path, not formatted yet."""
    origins = Origins(context)
    return {
        path: _render(name, context, getattr(origins, name))
        for name, path in _paths(context).items()
    }


def _paths(context: Context) -> dict[str, str]:
    noun, folder = context.noun, context.setting.folder
    versions = f"{folder}/db/migrations/versions"
    return {
        "model": f"{folder}/models/{noun.singular}.py",
        "schemas": f"{folder}/schemas/{noun.singular}.py",
        "service": f"{folder}/services/{noun.singular}.py",
        "endpoints": f"{folder}/api/v1/endpoints/{noun.plural}.py",
        "migration": f"{versions}/{context.revision}_create_{noun.plural}.py",
        "factory": f"tests/factories/{noun.singular}.py",
        "tests": f"tests/api/test_{noun.plural}.py",
    }


def _render(name: str, context: Context, origins: Mapping[str, str]) -> str:
    file = FILES[name](context.resource, context.setting)
    body = template(name).render(this=file)
    if context.resource.sync and name in ("service", "endpoints"):
        body = as_sync(body)
    imports = import_block(body, origins, {context.setting.package, KIT, "tests"})
    return f"{imports}\n{body}" if imports else body
