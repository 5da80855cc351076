"""`fbb add resource --roles`: what a project learns of who may do what."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commands.snapshots import snapshot

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., object]

PERMISSIONS = "app/core/permissions.py"
USER = "app/models/user.py"
PUBLIC = "app/api/v1/public.py"
OPEN_ROUTES = "tests/test_openapi.py"
ROLES = ("--roles", "list=public,create=editor")


def test_all_that_say_who_may_do_what_learn_of_it(add: Run, project: Path) -> None:
    before = snapshot(project)

    assert add("Post", "title:str", *ROLES).exit_code == ExitCode.OK

    after = snapshot(project)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {PERMISSIONS, USER, PUBLIC, OPEN_ROUTES, "app/api/v1/router.py"}
    permissions = after[PERMISSIONS].decode()
    assert '    POSTS_WRITE = "posts:write"\n' in permissions
    assert '    Permission.POSTS_WRITE: "Add posts",\n' in permissions
    given = "frozenset({Permission.READ, Permission.WRITE, Permission.POSTS_WRITE})"
    assert f"    Role.EDITOR: {given},\n" in permissions
    assert '    EDITOR = "editor"\n' in after[USER].decode()
    assert "router.include_router(posts.public)\n" in after[PUBLIC].decode()
    assert '    "GET /posts",\n' in after[OPEN_ROUTES].decode()


def test_a_second_time_there_is_nothing_to_do(add: Run) -> None:
    add("Post", "title:str", *ROLES)

    assert add("Post", "title:str", *ROLES).stderr == "Nothing to do.\n"


def test_undo_restores_every_byte(add: Run, run: Run, project: Path) -> None:
    before = snapshot(project)
    add("Post", "title:str", *ROLES)

    assert run("undo", "-C", project).exit_code == ExitCode.OK

    assert snapshot(project) == before


def test_a_role_that_is_there_gets_more_permissions(add: Run, project: Path) -> None:
    add("Post", "title:str", *ROLES)

    add("Book", "title:str", "--roles", "list=editor,delete=editor")

    given = (
        "    Role.EDITOR: frozenset(\n        {\n"
        "            Permission.READ,\n            Permission.WRITE,\n"
        "            Permission.POSTS_WRITE,\n            Permission.BOOKS_READ,\n"
        "            Permission.BOOKS_WRITE,\n        }\n    ),\n"
    )
    assert given in (project / PERMISSIONS).read_text()
    assert (project / USER).read_text().count("editor") == 1


def test_administrators_have_all_without_an_edit(add: Run, project: Path) -> None:
    add("Post", "title:str", "--roles", "delete=admin")

    assert "    Role.ADMIN: frozenset(Permission),\n}" in (project / PERMISSIONS).read_text()


def test_a_role_is_known_by_its_value(add: Run, project: Path) -> None:
    user = project / USER
    user.write_text(user.read_text().replace("    ADMIN =", '    CHIEF = "editor"\n    ADMIN ='))

    add("Post", "title:str", *ROLES)

    assert "Role.CHIEF: frozenset(" in (project / PERMISSIONS).read_text()
    assert "EDITOR" not in user.read_text()


def test_another_role_is_not_taken_for_it(add: Run, project: Path) -> None:
    user = project / USER
    user.write_text(user.read_text().replace("    ADMIN =", '    EDITOR = "writer"\n    ADMIN ='))

    result = add("Post", "title:str", *ROLES)

    assert result.exit_code == ExitCode.USAGE
    assert "Role.EDITOR is another" in result.stderr


def test_what_everybody_may_do_is_closed_nowhere(add: Run, project: Path) -> None:
    before = snapshot(project)

    add("Post", "title:str", "--only", "list,get", "--roles", "list=public,get=public")

    after = snapshot(project)
    assert after["app/api/v1/router.py"] == before["app/api/v1/router.py"]
    assert after[PERMISSIONS] == before[PERMISSIONS]
    assert b"SignedIn" not in after["app/api/v1/endpoints/posts.py"]


@pytest.mark.parametrize(
    ("roles", "route"),
    [
        ("list=editor", '@router.get("/export", response_class=StreamedFile, responses=FILES)'),
        ("list=public", '@public.get("/export", response_class=StreamedFile, responses=FILES)'),
        (
            "list=editor,get=public",
            '@public.get("/export", response_class=StreamedFile, responses=FILES, '
            "dependencies=[SignedIn])",
        ),
    ],
)
def test_the_way_to_an_open_row_does_not_take_export_for_its_id(
    add: Run, project: Path, roles: str, route: str
) -> None:
    add("Post", "title:str", "--export", "--roles", roles)

    endpoints = (project / "app/api/v1/endpoints/posts.py").read_text()
    assert f"{route}\nasync def export_posts(\n" in endpoints


def test_what_cannot_be_edited_is_a_manual_step(add: Run, project: Path) -> None:
    permissions = project / PERMISSIONS
    source = permissions.read_text().replace("PERMISSIONS: dict", "_GIVEN: dict")
    permissions.write_text(source + "\nPERMISSIONS = dict(_GIVEN)\n")

    result = add("Post", "title:str", *ROLES)

    assert result.exit_code == ExitCode.MANUAL
    assert PERMISSIONS in result.stderr
    assert "Role.EDITOR: frozenset({Permission.READ, Permission.WRITE" in result.stderr
    assert '    POSTS_WRITE = "posts:write"\n' in permissions.read_text()


def test_layout_that_is_not_the_formatters_is_kept(add: Run, project: Path) -> None:
    permissions = project / PERMISSIONS
    permissions.write_text(permissions.read_text() + "\nx  =  1 # as I like it\n")

    add("Post", "title:str", *ROLES)

    assert "\nx  =  1 # as I like it\n" in permissions.read_text()


@pytest.mark.parametrize(
    ("options", "proposal"),
    [
        (["--roles", "create=editors"], "did you mean editor?"),
        (["--under", "Board", "--roles", "list=public"], "leave out one of the two"),
    ],
)
def test_what_does_not_fit_the_project_is_refused(
    add: Run, project: Path, options: list[str], proposal: str
) -> None:
    add("Board", "name:str", "--owned-by", "User", "--roles", "create=editor")
    before = snapshot(project)

    result = add("Post", "title:str", *options)

    assert result.exit_code == ExitCode.USAGE
    assert proposal in result.stderr
    assert snapshot(project) == before


def test_a_project_without_roles_is_told(add: Run, project: Path) -> None:
    user = project / USER
    user.write_text(user.read_text().replace("class Role(StrEnum)", "class Rank(StrEnum)"))

    result = add("Post", "title:str", *ROLES)

    assert result.exit_code == ExitCode.FAILED
    assert "no enum Role" in result.stderr


def test_what_everybody_reads_is_shown_with_what_everybody_reads(add: Run, project: Path) -> None:
    add("Author", "name:str")
    add("Genre", "name:str", *ROLES)

    add("Post", "author:ref=Author", "genre:ref=Genre", *ROLES)

    schemas = (project / "app/schemas/post.py").read_text()
    assert 'genre: GenreResponse | MISSING = embedded("genre")' in schemas
    assert "AuthorResponse" not in schemas
