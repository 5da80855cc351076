"""A new resource, through every layer of a project."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from fastapi_backend_builder.edit import Applied, Cannot, register_router
from fastapi_backend_builder.errors import ConflictError, UsageError
from fastapi_backend_builder.plan import Change, Create, Edit, ManualStep, Plan
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.other_sides import add_other_sides
from fastapi_backend_builder.recipes.requirements import missing_names, require_current_user
from fastapi_backend_builder.recipes.same_model import is_same_but_for_sides
from fastapi_backend_builder.render.context import Context, Setting, Target
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.migration import known_parent
from fastapi_backend_builder.render.resource import render_resource
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.links import LinkTable
from fastapi_backend_builder.spec.names import snake_case
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import OnDelete

TEST_FIXTURES = ("client", "db", "user_client")
FIXTURES_OF_TWO_USERS = ("admin_client", "user")


def add_resource(project: Project, resource: Resource, command: str) -> Plan:
    """The plan that adds the resource; empty where the project has all of it already."""
    if resource.owner:
        require_current_user(project)
    setting = _setting(project, resource)
    sides = add_other_sides(project, resource)
    context = Context(resource, replace(setting, one_sided=sides.missing))
    sources = format_all(render_resource(context), project.root)
    creations = tuple(_creations(project, resource, sources))
    router_changes, router_steps = _register(project, resource)
    return Plan(
        command,
        (*creations, *sides.changes, *router_changes),
        (
            *sides.steps,
            *router_steps,
            *missing_names(project, sources),
            *_missing_fixtures(project, resource),
            *_missing_factories(project, context),
        ),
        tuple(_notices(context)) if creations else (),
    )


def _setting(project: Project, resource: Resource) -> Setting:
    return Setting(
        package=project.package,
        folder=project.path(),
        down_revision=_down_revision(project, resource),
        targets=_targets(project, resource),
    )


def _down_revision(project: Project, resource: Resource) -> str:
    """The revision that the resource's own follows; that is the head, or was when it was added."""
    revisions = ((r.parents[0], r.id) for r in project.revisions if r.parents)
    return known_parent(resource, revisions) or project.migration_head()


def _targets(project: Project, resource: Resource) -> dict[str, Target]:
    names = {field.target for field in resource.attributes if field.target}
    return {
        name: _target(project, name) for name in sorted(names - {SELF, resource.noun.class_name})
    }


def _target(project: Project, name: str) -> Target:
    model = project.find_model(name)
    if model is None:
        known = project.model_names()
        guesses = get_close_matches(name, known, n=1, cutoff=0.6)
        proposal = f"did you mean {guesses[0]}? " if guesses else ""
        raise UsageError(
            f"there is no model {name} to refer to",
            hint=f"{proposal}models: {', '.join(known)}; or add it first: fbb add resource {name}",
        )
    if model.primary_key != "int":
        raise UsageError(
            f"{name} has a UUID as its id, and a ref to such a model is not supported yet",
            hint="refer to a model whose id is an integer",
        )
    return Target(model.module, model.table, model.owned)


def _creations(
    project: Project, resource: Resource, sources: Mapping[str, str]
) -> Iterator[Change]:
    _refuse_taken(project, resource)
    model = project.path("models", f"{resource.noun.singular}.py")
    changed = []
    for path, source in sources.items():
        current = project.read(path)
        if current is None:
            yield Create(path, source.encode(), f"resource {resource.noun.class_name}")
        elif current.replace(b"\r\n", b"\n") != source.encode() and not (
            path == model and is_same_but_for_sides(current, source)
        ):
            changed.append(path)
    if changed:
        raise ConflictError(
            f"{resource.noun.class_name} is there already, in another form: {', '.join(changed)}",
            hint="choose another name, or remove these files first",
        )


def _refuse_taken(project: Project, resource: Resource) -> None:
    noun = resource.noun
    own_file = project.path("models", f"{noun.singular}.py")
    model = project.find_model(noun.class_name)
    if model is not None and model.path != own_file:
        raise ConflictError(
            f"there is a model {noun.class_name} already, in {model.path}",
            hint="choose another name",
        )
    tables = {noun.plural: "choose another name, or another plural with --plural"}
    for field in resource.links:
        hint = f"call the field something else than '{field.name}'"
        tables[LinkTable.of(noun, field).name] = hint
    for table, hint in tables.items():
        owner = project.table_owner(table)
        if owner not in (None, noun.class_name):
            raise ConflictError(f"the table {table} belongs to the model {owner}", hint=hint)
        path = project.link_table_path(table)
        if path not in (None, own_file):
            raise ConflictError(f"there is a table {table} already, in {path}", hint=hint)


def _register(
    project: Project, resource: Resource
) -> tuple[tuple[Change, ...], tuple[ManualStep, ...]]:
    path = project.path("api", "v1", "router.py")
    before = project.read(path) or b""
    outcome = register_router(
        before,
        package=f"{project.package}.api.v1.endpoints",
        module=resource.noun.plural,
        line_length=project.line_length,
    )
    match outcome:
        case Applied(source):
            return (Edit(path, before, source, f"include {resource.noun.plural}"),), ()
        case Cannot(reason, snippet):
            return (), (ManualStep(path, reason, snippet),)
    return (), ()


def _notices(context: Context) -> Iterator[str]:
    """Where rows of all refer to rows of one."""
    kept = {field.target for field in context.refs if field.on_delete is OnDelete.RESTRICT}
    for name, target in context.setting.targets.items():
        if target.owned and name in kept and not context.owner:
            yield (
                f"every user can refer to any {name}, and so keep its owner from deleting it; "
                f"with --owned-by User, {context.noun.class_name} refers to the owner's own"
            )


def _missing_fixtures(project: Project, resource: Resource) -> Iterator[ManualStep]:
    """The tests ask for fixtures of these names."""
    path = "tests/conftest.py"
    text = (project.read(path) or b"").decode(errors="replace")
    wanted = TEST_FIXTURES + (FIXTURES_OF_TWO_USERS if resource.owner else ())
    missing = [name for name in wanted if not re.search(rf"\b{name}\b", text)]
    if missing:
        yield ManualStep(
            path,
            f"the new tests need fixtures that are not there: {', '.join(missing)}",
            f"# define here, or import: {', '.join(missing)}",
        )


def _missing_factories(project: Project, context: Context) -> Iterator[ManualStep]:
    """The tests make the rows that they refer to with factories of these names."""
    for name in context.setting.targets:
        path = f"tests/factories/{snake_case(name)}.py"
        function = f"create_{snake_case(name)}"
        if function.encode() not in (project.read(path) or b""):
            yield ManualStep(
                path,
                f"the new tests need a factory for {name}",
                f"async def {function}(db: AsyncSession, **values: Any) -> {name}: ...",
            )
