"""A new resource, through every layer of a project."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from fastapi_backend_builder.edit import register_router
from fastapi_backend_builder.errors import ConflictError, ProjectError
from fastapi_backend_builder.plan import Change, Create, Plan, fold
from fastapi_backend_builder.project import (
    Project,
    is_public,
    is_shown,
    is_under_owned,
    why_not_shown,
)
from fastapi_backend_builder.recipes.base_model import (
    names_tables_as_usual,
    require_usual_columns,
)
from fastapi_backend_builder.recipes.edited import EditedFile
from fastapi_backend_builder.recipes.links import with_known_links
from fastapi_backend_builder.recipes.nesting import nest_of
from fastapi_backend_builder.recipes.other_sides import add_other_sides
from fastapi_backend_builder.recipes.requirements import (
    missing_factories,
    missing_fixtures,
    missing_names,
    require_current_user,
    require_model,
)
from fastapi_backend_builder.recipes.roles import members_of, refuse_open, role_files
from fastapi_backend_builder.recipes.same_model import is_same_but_for_sides
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.migration import known_parent
from fastapi_backend_builder.render.resource import render_resource
from fastapi_backend_builder.render.setting import Setting, Target
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.links import LinkTable
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import OnDelete

TEST_FIXTURES = ("client", "db", "user_client")
FIXTURES_OF_TWO_USERS = ("admin_client", "user")


def add_resource(
    project: Project, resource: Resource, command: str, others: Collection[str] = ()
) -> Plan:
    """The plan that adds the resource; empty where the project has all of it already.

    `others` are the tables of what is asked for together with it.
    """
    require_usual_columns(project)
    resource = with_known_links(project, resource, others)
    setting = _setting(project, resource)
    by_uuid = {name for name, target in setting.targets.items() if target.uuid}
    sides = add_other_sides(project, resource)
    known = resource.with_uuid_targets(by_uuid)
    context = Context(known, replace(setting, one_sided=sides.missing))
    if context.is_personal:
        require_current_user(project)
        refuse_open(resource)
    sources = format_all(render_resource(context), project.root)
    creations = tuple(_creations(project, resource, sources))
    edits = list(_edits(project.after(sides.changes), context))
    return Plan(
        command,
        fold(
            (
                *creations,
                *sides.changes,
                *(change for file, reason in edits for change in file.changes(reason)),
            )
        ),
        (
            *sides.steps,
            *(step for file, _ in edits for step in file.steps),
            *missing_names(project, sources),
            *missing_fixtures(project, _fixtures(context)),
            *missing_factories(project, context.setting.targets),
        ),
        (*_notices(context), *_unread(project, context)) if creations else (),
    )


def _fixtures(context: Context) -> tuple[str, ...]:
    return TEST_FIXTURES + (FIXTURES_OF_TWO_USERS if context.is_personal else ())


def _setting(project: Project, resource: Resource) -> Setting:
    return Setting(
        package=project.package,
        folder=project.path(),
        down_revision=_down_revision(project, resource),
        targets=_targets(project, resource),
        nest=nest_of(project, resource),
        names_tables=names_tables_as_usual(project),
        roles=members_of(project, resource),
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
    model = require_model(project, name)
    if not (model.named or project.makes_table(model.table)):
        raise ProjectError(
            f"the table of {name} is not known: no migration makes {model.table}",
            hint=f"make its migration first, or name its __tablename__ in {model.path}",
        )
    return Target(
        model.module,
        model.table,
        owned=model.owned,
        shown=is_shown(project, model),
        public=is_public(project, model),
        under_owned=is_under_owned(project, model),
        uuid=model.primary_key == "uuid",
        soft_delete=model.soft_delete,
    )


def _creations(
    project: Project, resource: Resource, sources: Mapping[str, str]
) -> Iterator[Change]:
    _refuse_taken(project, resource)
    model = project.path("models", f"{resource.noun.singular}.py")
    changed = []
    for path, source in sources.items():
        current = project.read(path)
        if current is None:
            yield Create(path, project.encoded(source), f"resource {resource.noun.class_name}")
        elif _with_plain_line_ends(current) != _with_plain_line_ends(source.encode()) and not (
            path == model and is_same_but_for_sides(current, source)
        ):
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
    model = project.find_model(noun.class_name, in_any_case=True)
    if model is not None and model.path != own_file:
        raise ConflictError(
            f"there is a model {model.class_name} already, in {model.path}",
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


def _unread(project: Project, context: Context) -> Iterator[str]:
    """What could be shown in responses if it was certain who may read it."""
    for name in context.setting.targets:
        if why := why_not_shown(project, require_model(project, name)):
            yield f"?include= does not show {name}, as it is not certain who may read it: {why}"


def _notices(context: Context) -> Iterator[str]:
    """Where rows refer to those of somebody else."""
    kept = {field.target for field in context.refs if field.on_delete is OnDelete.RESTRICT}
    for name, target in context.setting.targets.items():
        keeps = name in kept and not target.soft_delete
        if target.under_owned and not target.owned and not context.nest:
            yield (
                f"nobody checks under whose rows the {name} is that a request refers to; rows that "
                f"are under others and have --owned-by User, too, are known to be somebody's"
            )
        if target.owned and keeps and not context.owner:
            yield (
                f"every user can refer to any {name}, and so keep its owner from deleting it; "
                f"with --owned-by User, {context.noun.class_name} refers to the owner's own"
            )
