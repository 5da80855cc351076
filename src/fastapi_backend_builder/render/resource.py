"""All new files of one resource."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from fastapi_backend_builder.render.context import FILTERS, Context
from fastapi_backend_builder.render.imports import import_block
from fastapi_backend_builder.render.origins import Origins
from fastapi_backend_builder.render.sync import as_sync


def render_resource(context: Context) -> dict[str, str]:
    """The source of each new file by its path, not formatted yet."""
    noun, folder = context.noun, context.setting.folder
    versions = f"{folder}/db/migrations/versions"
    origins = Origins(context)
    files = {
        "model": f"{folder}/models/{noun.singular}.py",
        "schemas": f"{folder}/schemas/{noun.singular}.py",
        "service": f"{folder}/services/{noun.singular}.py",
        "endpoints": f"{folder}/api/v1/endpoints/{noun.plural}.py",
        "migration": f"{versions}/{context.revision}_create_{noun.plural}.py",
        "factory": f"tests/factories/{noun.singular}.py",
        "tests": f"tests/api/test_{noun.plural}.py",
    }
    return {path: _render(name, context, getattr(origins, name)) for name, path in files.items()}


def _render(name: str, context: Context, origins: Mapping[str, str]) -> str:
    body = _environment().get_template(f"{name}.py.j2").render(this=context)
    if context.resource.sync and name in ("service", "endpoints"):
        body = as_sync(body)
    imports = import_block(body, origins, {context.setting.package, "tests"})
    return f"{imports}\n{body}" if imports else body


@cache
def _environment() -> Environment:
    environment = Environment(  # for Python, not HTML  # noqa: S701  # nosec B701
        loader=PackageLoader("fastapi_backend_builder.render"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    return environment
