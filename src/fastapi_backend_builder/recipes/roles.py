"""What a project has to know of roles before endpoints can ask for them."""

from collections.abc import Iterator
from difflib import get_close_matches

from fastapi_backend_builder.edit import AlreadyThere, add_entry, add_item, add_member
from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.roles import role_members
from fastapi_backend_builder.recipes.edited import EditedFile
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.roles import ANY_USER, PUBLIC, Permission

# Every closed route asks for one of these, by its method.
USUAL = ("Permission.READ", "Permission.WRITE")
PUBLIC_TEST = "tests/test_openapi.py"


def members_of(project: Project, resource: Resource) -> dict[str, str]:
    """What the project's roles are called; an error for one that is likely a slip."""
    asked = {who for _, who in resource.roles} - {PUBLIC, ANY_USER}
    if not resource.roles:
        return {}
    members = role_members(project)
    for role in sorted(asked - members.keys()):
        if close := get_close_matches(role, members, n=1, cutoff=0.8):
            raise UsageError(
                f"there is no role '{role}', and there is a role '{close[0]}'",
                hint=f"did you mean {close[0]}? Another role is added in {_user_file(project)}",
            )
        if role.upper() in members.values():
            raise UsageError(
                f"there is no role '{role}', and Role.{role.upper()} is another",
                hint=f"choose one of these, or another name: {', '.join(members)}",
            )
    return members


def refuse_open(resource: Resource) -> None:
    """Where rows are those of one user, because what they are under is."""
    if resource.public:
        raise UsageError(
            f"the rows are under those of who is signed in, and '{resource.public[0]}' is public",
            hint="leave out one of the two, or let users do it",
        )


def role_files(project: Project, context: Context) -> Iterator[EditedFile]:
    """The edits of the files that say who may do what."""
    permissions = context.resource.permissions
    if permissions:
        yield _with_roles(project, context, permissions)
        yield _with_permissions(project, context, permissions)
    if context.resource.public and project.read(PUBLIC_TEST) is not None:
        yield _with_public(project, context)


def _with_roles(project: Project, context: Context, permissions: list[Permission]) -> EditedFile:
    file = EditedFile(project, _user_file(project))
    for role in dict.fromkeys(permission.role for permission in permissions):
        if role not in context.setting.roles:
            member = f'{role.upper()} = "{role}"'
            package = f"{project.package}.models"
            file.edit(add_member, class_name="Role", member=member, package=package)
    return file


def _with_permissions(
    project: Project, context: Context, permissions: list[Permission]
) -> EditedFile:
    file = EditedFile(project, project.path("core", "permissions.py"))
    package = f"{project.package}.core"
    for permission in permissions:
        member = f'{permission.member} = "{permission.value}"'
        file.edit(add_member, class_name="Permission", member=member, package=package)
        key, value = f"Permission.{permission.member}", f'"{permission.description}"'
        file.edit(add_entry, name="DESCRIPTIONS", key=key, value=value)
    for role in dict.fromkeys(permission.role for permission in permissions):
        given = [f"Permission.{each.member}" for each in permissions if each.role == role]
        _give(file, context.access.role(role), given)
    return file


def _give(file: EditedFile, role: str, permissions: list[str]) -> None:
    """Give a role permissions; one that has none yet gets those of every user too."""
    value = f"frozenset({{{', '.join([*USUAL, *permissions])}}})"
    outcome = file.edit(add_entry, name="PERMISSIONS", key=role, value=value)
    if isinstance(outcome, AlreadyThere):
        for each in permissions:
            file.edit(add_item, name="PERMISSIONS", item=each, key=role)


def _with_public(project: Project, context: Context) -> EditedFile:
    file = EditedFile(project, PUBLIC_TEST)
    for method, path in context.public_routes:
        file.edit(add_item, name="PUBLIC", item=f'"{method} {context.prefix}{path}"')
    return file


def _user_file(project: Project) -> str:
    return project.path("models", "user.py")
