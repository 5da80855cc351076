"""The URL of a resource that is under another, as the project has that one."""

import re

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.project import Model, Project
from fastapi_backend_builder.project.nesting import model_of_parameter, prefix_of
from fastapi_backend_builder.recipes.requirements import require_model
from fastapi_backend_builder.render.nesting import Level, Nest
from fastapi_backend_builder.spec.resource import Resource

MAX_LEVELS = 2


def nest_of(project: Project, resource: Resource) -> Nest | None:
    """What the rows are under, if they are under any."""
    if resource.parent is None:
        return None
    parent = require_model(project, str(resource.parent.target))
    prefix = prefix_of(project, parent)
    above = _above(project, parent, prefix)
    module = f"{project.package}.models.{resource.noun.singular}"
    column = resource.parent.column
    level = _under(parent, resource.noun.class_name, module, column)
    return Nest(f"{prefix}/{{{column}}}/{resource.noun.path}", (*above, level))


def _above(project: Project, parent: Model, prefix: str) -> tuple[Level, ...]:
    """What the parent is under itself."""
    parameters = re.findall(r"\{(\w+)\}", prefix)
    if len(parameters) >= MAX_LEVELS:
        name = parent.class_name
        raise UsageError(
            f"the URL of a {name} has {MAX_LEVELS} levels already: {prefix}",
            hint=f"use a ref instead of --under: {name.lower()}:ref={name}:cascade",
        )
    return tuple(_level(project, parent, name) for name in parameters)


def _level(project: Project, holder: Model, column: str) -> Level:
    model = model_of_parameter(project, holder, column)
    return _under(model, holder.class_name, holder.module, column)


def _under(model: Model, holder: str, module: str, column: str) -> Level:
    """That of a row of the model; `column` of the class `holder` refers to it."""
    return Level(
        model=model.class_name,
        owned=model.owned,
        uuid=model.primary_key == "uuid",
        holder=holder,
        holder_module=module,
        column=column,
    )
