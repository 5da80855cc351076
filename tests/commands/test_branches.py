"""Two branches that each add a resource, and what git makes of them."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., Any]
Git = Callable[..., subprocess.CompletedProcess[str]]

ROUTER = "app/api/v1/router.py"
WHO = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")


@pytest.fixture
def git(project: Path) -> Git:
    """Run git in the project, which is a repository with one commit."""

    def run_git(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = ["git", *WHO, *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=check)

    run_git("init", "-qb", "main")
    commit(run_git)
    return run_git


def commit(git: Git) -> None:
    git("add", "-A")
    git("commit", "-qm", "work")


def merged(git: Git, add: Run, ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[str]:
    """Add each on a branch of its own and merge these; returns the files in conflict."""
    git("checkout", "-qb", "theirs")
    assert add(*theirs).exit_code == ExitCode.OK
    commit(git)
    git("checkout", "-q", "main")
    assert add(*ours).exit_code == ExitCode.OK
    commit(git)
    git("merge", "-q", "theirs", check=False)
    return git("diff", "--name-only", "--diff-filter=U").stdout.split()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Book", "Order"), ("Order", "Book"), ("Aim", "Zone"), ("Book", "BookLoan"), ("Tag", "Task")],
)
def test_two_branches_of_a_new_project_merge(
    git: Git, add: Run, project: Path, ours: str, theirs: str
) -> None:
    assert merged(git, add, (ours, "title:str"), (theirs, "title:str")) == []

    lines = (project / ROUTER).read_text().splitlines()
    plurals = {"Book": "books", "Order": "orders", "Aim": "aims", "Zone": "zones"}
    plurals |= {"BookLoan": "book_loans", "Tag": "tags", "Task": "tasks"}
    for name in (ours, theirs):
        assert lines.count(f"    {plurals[name]},") == 1
        assert lines.count(f"router.include_router({plurals[name]}.router)") == 1


@pytest.mark.parametrize(("ours", "theirs"), [("Book", "Order"), ("Order", "Book")])
def test_names_apart_merge_without_a_driver_too(
    git: Git, add: Run, project: Path, ours: str, theirs: str
) -> None:
    (project / ".gitattributes").unlink()
    add("Member", "name:str")
    commit(git)

    assert merged(git, add, (ours, "title:str"), (theirs, "title:str")) == []

    called = [line for line in (project / ROUTER).read_text().splitlines() if "(" in line][2:]
    names = ("api_keys", "books", "members", "orders", "users")
    assert called == [f"router.include_router({name}.router)" for name in names]


def test_branches_that_refer_to_the_same_model_merge(git: Git, add: Run, project: Path) -> None:
    add("Author", "name:str")
    add("Member", "author:ref=Author")
    commit(git)

    ours, theirs = ("Book", "author:ref=Author"), ("Talk", "author:ref=Author")
    assert merged(git, add, ours, theirs) == []

    author = (project / "app/models/author.py").read_text()
    places = [author.index(f"    {name}: Mapped[list") for name in ("books", "members", "talks")]
    assert places == sorted(places)


def test_a_new_head_is_the_one_thing_left(git: Git, add: Run, run: Run, project: Path) -> None:
    merged(git, add, ("Book", "title:str"), ("Order", "title:str"))

    assert run("merge", "heads", "-C", project).exit_code == ExitCode.OK
    assert add("Shelf", "name:str").exit_code == ExitCode.OK
