"""A new resource, through every layer of a project."""

import re
from collections.abc import Iterator, Mapping

from fastapi_backend_builder.edit import register_router
from fastapi_backend_builder.errors import ConflictError, UsageError
from fastapi_backend_builder.plan import Change, Create, ManualStep, Plan
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.edited import EditedFile
from fastapi_backend_builder.recipes.nesting import nest_of
from fastapi_backend_builder.recipes.requirements import (
    missing_names,
    require_current_user,
    require_model,
)
from fastapi_backend_builder.recipes.roles import members_of, refuse_open, role_files
from fastapi_backend_builder.render.context import Context, Setting, Target
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.migration import known_parent
from fastapi_backend_builder.render.resource import render_resource
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.names import snake_case
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import OnDelete

TEST_FIXTURES = ("client", "db", "user_client")
FIXTURES_OF_TWO_USERS = ("admin_client", "user")


def add_resource(project: Project, resource: Resource, command: str) -> Plan:
    """The plan that adds the resource; empty where the project has all of it already."""
    context = Context(resource, _setting(project, resource))
    if context.is_personal:
        require_current_user(project)
        refuse_open(resource)
    sources = format_all(render_resource(context), project.root)
    creations = tuple(_creations(project, resource, sources))
    edits = list(_edits(project, context))
    return Plan(
        command,
        (*creations, *(change for file, reason in edits for change in file.changes(reason))),
        (
            *(step for file, _ in edits for step in file.steps),
            *missing_names(project, sources),
            *_missing_fixtures(project, context),
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
        nest=nest_of(project, resource),
        roles=members_of(project, resource),
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
    model = require_model(project, name)
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
    changed = []
    for path, source in sources.items():
        current = project.read(path)
        if current is None:
            yield Create(path, source.encode(), f"resource {resource.noun.class_name}")
        elif current.replace(b"\r\n", b"\n") != source.encode():
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
    owner = project.table_owner(noun.plural)
    if owner not in (None, noun.class_name):
        raise ConflictError(
            f"the table {noun.plural} belongs to the model {owner}",
            hint="choose another name, or another plural with --plural",
        )


def _edits(project: Project, context: Context) -> Iterator[tuple[EditedFile, str]]:
    """The files of the project that have to know of the resource, and why."""
    noun = context.noun
    if context.access.closed:
        yield _registered(project, noun.plural, "router"), f"include {noun.plural}"
    if context.resource.public:
        yield _registered(project, noun.plural, "public"), f"include {noun.plural} for everybody"
    for file in role_files(project, context):
        yield file, f"who may do what with {noun.human_plural}"


def _registered(project: Project, module: str, name: str) -> EditedFile:
    """`router.py` and `public.py` are named after the router of a module that they include."""
    file = EditedFile(project, project.path("api", "v1", f"{name}.py"))
    package = f"{project.package}.api.v1.endpoints"
    length = project.line_length
    file.edit(register_router, package=package, module=module, name=name, line_length=length)
    return file


def _notices(context: Context) -> Iterator[str]:
    """Where rows of all refer to rows of one."""
    kept = {field.target for field in context.refs if field.on_delete is OnDelete.RESTRICT}
    for name, target in context.setting.targets.items():
        if target.owned and name in kept and not context.owner:
            yield (
                f"every user can refer to any {name}, and so keep its owner from deleting it; "
                f"with --owned-by User, {context.noun.class_name} refers to the owner's own"
            )


def _missing_fixtures(project: Project, context: Context) -> Iterator[ManualStep]:
    """The tests ask for fixtures of these names."""
    path = "tests/conftest.py"
    text = (project.read(path) or b"").decode(errors="replace")
    wanted = TEST_FIXTURES + (FIXTURES_OF_TWO_USERS if context.is_personal else ())
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
