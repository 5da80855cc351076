"""A new resource, through every layer of a project."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from fastapi_backend_builder.edit import Applied, Cannot, register_router
from fastapi_backend_builder.errors import ConflictError, ProjectError, UsageError
from fastapi_backend_builder.plan import Change, Create, Edit, ManualStep, Plan
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.base_model import (
    names_tables_as_usual,
    require_usual_columns,
)
from fastapi_backend_builder.recipes.requirements import (
    missing_factories,
    missing_fixtures,
    missing_names,
    require_current_user,
)
from fastapi_backend_builder.render.context import Context, Setting, Target
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.migration import known_parent
from fastapi_backend_builder.render.resource import render_resource
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import OnDelete

TEST_FIXTURES = ("client", "db", "user_client")
FIXTURES_OF_TWO_USERS = ("admin_client", "user")


def add_resource(project: Project, resource: Resource, command: str) -> Plan:
    """The plan that adds the resource; empty where the project has all of it already."""
    require_usual_columns(project)
    if resource.owner:
        require_current_user(project)
    context = Context(resource, _setting(project, resource))
    sources = format_all(render_resource(context), project.root)
    creations = tuple(_creations(project, resource, sources))
    router_changes, router_steps = _register(project, resource)
    return Plan(
        command,
        (*creations, *router_changes),
        (
            *router_steps,
            *missing_names(project, sources),
            *missing_fixtures(project, _fixtures(resource)),
            *missing_factories(project, context.setting.targets),
        ),
        tuple(_notices(context)) if creations else (),
    )


def _fixtures(resource: Resource) -> tuple[str, ...]:
    return TEST_FIXTURES + (FIXTURES_OF_TWO_USERS if resource.owner else ())


def _setting(project: Project, resource: Resource) -> Setting:
    return Setting(
        package=project.package,
        folder=project.path(),
        down_revision=_down_revision(project, resource),
        targets=_targets(project, resource),
        names_tables=names_tables_as_usual(project),
    )


def _down_revision(project: Project, resource: Resource) -> str:
    """The revision that the resource's own follows; that is the head, or was when it was added."""
    revisions = ((r.parents[0], r.id) for r in project.revisions if r.parents)
    return known_parent(resource, revisions) or project.migration_head()


def _targets(project: Project, resource: Resource) -> dict[str, Target]:
    names = {field.target for field in resource.columns if field.target}
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
    if not (model.named or project.makes_table(model.table)):
        raise ProjectError(
            f"the table of {name} is not known: no migration makes {model.table}",
            hint=f"make its migration first, or name its __tablename__ in {model.path}",
        )
    return Target(model.module, model.table, model.owned)


def _creations(
    project: Project, resource: Resource, sources: Mapping[str, str]
) -> Iterator[Change]:
    _refuse_taken(project, resource)
    changed = []
    for path, source in sources.items():
        current = project.read(path)
        if current is None:
            yield Create(path, source.encode(), f"resource {resource.noun.class_name}")
        elif _with_plain_line_ends(current) != _with_plain_line_ends(source.encode()):
            changed.append(path)
    if changed:
        raise ConflictError(
            f"{resource.noun.class_name} is there already, in another form: {', '.join(changed)}",
            hint="choose another name, or remove these files first",
        )


def _with_plain_line_ends(source: bytes) -> bytes:
    return source.replace(b"\r\n", b"\n")


def _refuse_taken(project: Project, resource: Resource) -> None:
    noun = resource.noun
    own_file = project.path("models", f"{noun.singular}.py")
    model = project.find_model(noun.class_name)
    if model is not None and model.path != own_file:
        raise ConflictError(
            f"there is a model {noun.class_name} already, in {model.path}",
            hint="choose another name",
        )
    owner = project.table_owner(noun.plural)
    if owner not in (None, noun.class_name):
        raise ConflictError(
            f"the table {noun.plural} belongs to the model {owner}",
            hint="choose another name, or another plural with --plural",
        )


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
