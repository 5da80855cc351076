"""The templates, and what they can do with a value."""

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from fastapi_backend_builder.render import migration, model, samples, storage
from fastapi_backend_builder.render.bytecode import CompiledTemplates
from fastapi_backend_builder.spec.arguments import member_name
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import snake_case


def quoted_columns(fields: Iterable[Field]) -> str:
    """A list of the columns' names, as Python."""
    return "[" + ", ".join(f'"{field.column}"' for field in fields) + "]"


def with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


FILTERS = {
    "article": with_article,
    "body_value": lambda field: samples.body_values(field)[0],
    "other_value": lambda field: samples.body_values(field)[1],
    "columns": quoted_columns,
    "column_type": migration.column_type,
    "identifier": migration.identifier,
    "member": member_name,
    "on_delete": model.on_delete,
    "snake": snake_case,
    "target_id": storage.target_id,
    "unknown_id": storage.unknown_id_of,
}


def template(file: str) -> Template:
    return _environment().get_template(f"{file}.py.j2")


@cache
def _environment() -> Environment:
    environment = Environment(  # for Python, not HTML  # noqa: S701  # nosec B701
        loader=PackageLoader("fastapi_backend_builder.render"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Code that is kept must hold no values of filters, which change without their templates.
        optimized=False,
        bytecode_cache=CompiledTemplates(),
    )
    environment.filters |= FILTERS
    return environment
