"""Whose rows may be shown inside of other answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.project import Project, is_shown

Run = Callable[..., Any]


def shown(root: Path, name: str) -> bool:
    project = Project.find(root)
    model = project.find_model(name)
    assert model
    return is_shown(project, model)


@pytest.mark.parametrize(
    ("options", "is_open"),
    [
        ([], True),
        (["--only", "get"], True),
        (["--only", "list"], True),
        (["--only", "create,update"], False),
        (["--plural", "folks"], True),
    ],
)
def test_they_are_where_who_is_signed_in_may_read_them(
    run: Run, project: Path, options: list[str], is_open: bool
) -> None:
    assert run("add", "resource", "Person", "name:str", *options, "-C", project).exit_code == 0

    assert shown(project, "Person") is is_open


def test_they_are_also_where_they_are_shown_with_others(run: Run, project: Path) -> None:
    run("add", "resource", "Person", "name:str", "boss:ref=self:optional", "-C", project)

    assert shown(project, "Person")


PEOPLE = "app/api/v1/endpoints/people.py"
ROUTER = "app/api/v1/router.py"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_they_are_not_where_that_takes_a_permission(run: Run, project: Path) -> None:
    run("add", "resource", "Person", "name:str", "-C", project)
    replace(project / PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, _: Reader,")
    replace(
        project / PEOPLE,
        '\n\n\n@router.get(""',
        '\nReader = Annotated[User, Requires(Permission.USERS_READ)]\n\n\n@router.get(""',
    )

    assert not shown(project, "Person")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, tenant: CurrentTenant,"),
        (PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, _: Annotated[User, Depends(f)],"),
        (PEOPLE, 'tags=["people"]', 'tags=["people"], dependencies=[Depends(only_staff)]'),
        (PEOPLE, 'tags=["people"]', 'tags=["people"], dependencies=GUARDS'),
        (PEOPLE, 'tags=["people"]', 'tags=["people"], route_class=Guarded'),
        (PEOPLE, "router = Router(", "router = make_router("),
        (PEOPLE, "@router.get(", "@guarded.get("),
        (PEOPLE, "async def ", "@only_staff\nasync def "),
        (PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, *, _: int = Depends(only_staff),"),
        (PEOPLE, ") -> P", ", _: int = ONLY_STAFF) -> P"),
        ("app/main.py", "app = Application(", "app = Application(dependencies=[Depends(f)],"),
        (PEOPLE, "@router.get(", "router.dependencies.append(Depends(f))\n\n\n@router.get("),
        (ROUTER, "(people.router)", "(people.router, dependencies=[Depends(only_staff)])"),
        (
            ROUTER,
            "router.include_router(people.router)",
            "for r in [people.router]:\n    router.include_router(r)",
        ),
        (ROUTER, "[SignedIn]", "[SignedIn, Depends(only_staff)]"),
        (
            ROUTER,
            "router.include_router(people.router)",
            "staff = Router()\n"
            "staff.include_router(people.router)\nrouter.include_router(staff, "
            "dependencies=[Depends(only_staff)])",
        ),
        (ROUTER, "import SignedIn", "import SignedAtAll as SignedIn"),
        (
            "app/main.py",
            "include_router(v1, prefix=API_PREFIX)",
            "include_router(v1, prefix=API_PREFIX, dependencies=[Depends(only_staff)])",
        ),
    ],
)
def test_they_are_not_where_something_unknown_may_keep_readers_out(
    run: Run, project: Path, path: str, old: str, new: str
) -> None:
    run("add", "resource", "Person", "name:str", "-C", project)
    replace(project / path, old, new)

    assert not shown(project, "Person")


def test_they_are_not_where_a_known_name_is_somebody_elses(run: Run, project: Path) -> None:
    run("add", "resource", "Person", "name:str", "--only", "list", "-C", project)
    replace(project / PEOPLE, "from fastapi import Query", "from app.staff import Query")

    assert not shown(project, "Person")


def test_what_is_not_certain_is_a_notice(run: Run, project: Path) -> None:
    run("add", "resource", "Person", "name:str", "-C", project)
    replace(project / PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, tenant: CurrentTenant,")

    added = run("add", "resource", "Book", "by:ref=Person", "-C", project)

    reason = f"{PEOPLE}: the parameter tenant: CurrentTenant"
    assert f"?include= does not show Person, as it is not certain who may read it: {reason}" in (
        added.stderr
    )


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PEOPLE, 'tags=["people"]', 'tags=["people"], dependencies=[SignedIn]'),
        (PEOPLE, "db: AsyncDbSession,", "db: AsyncDbSession, user: CurrentUser,"),
        (
            ROUTER,
            "router.include_router(people.router)",
            "more = Router()\nmore.include_router(people.router)\nrouter.include_router(more)",
        ),
    ],
)
def test_they_are_where_a_sign_in_is_asked_for_once_more(
    run: Run, project: Path, path: str, old: str, new: str
) -> None:
    run("add", "resource", "Person", "name:str", "-C", project)
    replace(project / path, old, new)
    people = project / PEOPLE
    people.write_text("from app.dependencies import CurrentUser, SignedIn\n" + people.read_text())

    assert shown(project, "Person")


def test_they_are_where_everybody_may_read_them_and_some_may_write(run: Run, project: Path) -> None:
    roles = ("--roles", "list=public,create=editor")
    run("add", "resource", "Person", "name:str", *roles, "-C", project)

    assert shown(project, "Person")


def test_they_are_not_where_their_url_goes_through_rows_of_others(run: Run, project: Path) -> None:
    run("add", "resource", "Diary", "title:str", "--owned-by", "User", "-C", project)
    run("add", "resource", "Entry", "text:text", "--under", "Diary", "-C", project)

    assert not shown(project, "Entry")


@pytest.mark.parametrize("name", ["User", "UserSession"])
def test_accounts_never_are(project: Path, name: str) -> None:
    assert not shown(project, name)
