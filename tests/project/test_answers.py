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


def test_they_are_not_where_that_takes_a_permission(run: Run, project: Path) -> None:
    run("add", "resource", "Person", "name:str", "-C", project)
    endpoints = project / "app/api/v1/endpoints/people.py"
    reader = "Reader = Annotated[User, Requires(Permission.USERS_READ)]\n"
    endpoints.write_text(endpoints.read_text() + reader)

    assert not shown(project, "Person")


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
