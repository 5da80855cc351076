from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.apply.check import check
from fastapi_backend_builder.errors import ConflictError, ExitCode, ProjectError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

Tree = Callable[[dict[str, str]], Path]


@pytest.fixture
def root(tree: Tree) -> Path:
    return tree({"app/main.py": "app = 1\n"})


def refuse(root: Path, *changes: Change) -> str:
    with pytest.raises(ConflictError) as refusal:
        check(Plan("fbb", changes), root)
    assert refusal.value.exit_code is ExitCode.CONFLICT
    return refusal.value.message


def test_a_plan_that_fits_is_let_through(root: Path) -> None:
    edit = Edit("app/main.py", b"app = 1\n", b"app = 2\n", "")
    check(Plan("fbb", (edit, Create("app/new/todo.py", b"", ""))), root)


def test_a_file_that_changed_since_is_refused(root: Path) -> None:
    assert "app/main.py" in refuse(root, Edit("app/main.py", b"app = 0\n", b"", ""))


def test_a_file_to_delete_that_changed_since_is_refused(root: Path) -> None:
    assert "app/main.py" in refuse(root, Delete("app/main.py", b"app = 0\n", ""))


def test_a_file_that_is_gone_is_refused(root: Path) -> None:
    assert refuse(root, Edit("gone.py", b"", b"1\n", "")) == "gone.py is gone"


def test_a_new_file_that_is_there_already_is_refused(root: Path) -> None:
    assert refuse(root, Create("app/main.py", b"", "")) == "app/main.py is there already"


def test_a_new_file_in_the_place_of_a_dangling_link_is_refused(root: Path) -> None:
    (root / "link.py").symlink_to("nowhere.py")
    assert refuse(root, Create("link.py", b"", "")) == "link.py is there already"


def test_a_folder_in_the_place_of_a_file_is_refused(root: Path) -> None:
    assert refuse(root, Edit("app", b"", b"1\n", "")) == "app is not a file"


def test_a_file_in_the_place_of_a_folder_is_refused(root: Path) -> None:
    assert "app/main.py/todo.py" in refuse(root, Create("app/main.py/todo.py", b"", ""))


@pytest.mark.parametrize("path", ["../out.py", "app/../../out.py", "/out.py", ".", ".fbb/x"])
def test_a_path_outside_the_sources_is_refused(root: Path, path: str) -> None:
    assert path in refuse(root, Create(path, b"", ""))


def test_a_linked_folder_that_leads_out_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    assert "linked/todo.py" in refuse(root, Create("linked/todo.py", b"", ""))


def test_a_linked_folder_that_stays_inside_is_let_through(root: Path) -> None:
    (root / "linked").symlink_to("app")
    check(Plan("fbb", (Create("linked/todo.py", b"", ""),)), root)


def test_a_linked_file_is_not_edited_through_its_link(root: Path) -> None:
    (root / "link.py").symlink_to("app/main.py")
    assert refuse(root, Edit("link.py", b"app = 1\n", b"", "")) == "link.py is a symbolic link"


def test_every_file_in_conflict_is_named(root: Path) -> None:
    message = refuse(root, Create("app/main.py", b"", ""), Edit("gone.py", b"", b"1\n", ""))
    assert "app/main.py" in message
    assert "gone.py" in message


def test_a_read_only_file_is_left_alone(root: Path) -> None:
    (root / "app/main.py").chmod(0o444)
    with pytest.raises(ProjectError, match=r"app/main\.py is read-only"):
        check(Plan("fbb", (Edit("app/main.py", b"app = 1\n", b"", ""),)), root)


def test_two_changes_of_one_file_are_a_bug_of_the_recipe(root: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.py"):
        check(Plan("fbb", (Create("a.py", b"", ""), Create("a.py", b"", ""))), root)
