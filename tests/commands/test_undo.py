import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., Any]


def test_the_last_command_is_taken_back(run: Run, changed: Path) -> None:
    result = run("undo", "-C", changed)
    assert result.exit_code == ExitCode.OK
    assert (changed / "app/main.py").read_text() == "app = 1\n"
    assert not (changed / "app/models").exists()


def test_it_works_from_a_folder_of_the_project(
    run: Run, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(changed / "app/models")
    run("undo")
    assert (changed / "app/main.py").read_text() == "app = 1\n"


def test_after_the_first_command_there_is_nothing_to_undo(run: Run, changed: Path) -> None:
    run("undo", "-C", changed)
    result = run("undo", "-C", changed)
    assert result.exit_code == ExitCode.OK
    assert result.stderr == "note: nothing to undo\nNothing to do.\n"


def test_a_project_without_a_history_is_not_given_one(run: Run, tmp_path: Path) -> None:
    assert run("undo", "-C", tmp_path).exit_code == ExitCode.OK
    assert list(tmp_path.iterdir()) == []


def test_a_conflict_changes_nothing(run: Run, changed: Path) -> None:
    (changed / "app/models/todo.py").write_text("mine\n")
    result = run("undo", "-C", changed)
    assert result.exit_code == ExitCode.CONFLICT
    assert "app/models/todo.py" in result.stderr
    assert (changed / "app/main.py").read_text() == "app = 2\n"


def test_a_command_of_which_nothing_is_here_is_kept(run: Run, changed: Path) -> None:
    model = (changed / "app/models/todo.py").read_bytes()
    (changed / "app/models/todo.py").unlink()
    (changed / "app/main.py").write_text("app = 1\n")

    result = run("undo", "-C", changed)

    assert result.exit_code == ExitCode.CONFLICT
    assert "nothing of `fbb add resource Todo` is here" in result.stderr
    (changed / "app/models/todo.py").write_bytes(model)
    (changed / "app/main.py").write_text("app = 2\n")
    assert run("undo", "-C", changed).exit_code == ExitCode.OK
    assert not (changed / "app/models").exists()


def test_a_command_on_another_branch_is_undone_there_alone(
    run: Run, changed: Path, git: Callable[..., str]
) -> None:
    git("checkout", "-qb", "feature")
    git("add", "-A")
    git("commit", "-qm", "todo")
    git("checkout", "-q", "main")

    assert run("undo", "-C", changed).exit_code == ExitCode.CONFLICT

    git("checkout", "-q", "feature")
    assert run("undo", "-C", changed).exit_code == ExitCode.OK
    assert git("diff", "--stat", "main") == ""


def test_a_command_whose_files_are_stashed_is_kept(
    run: Run, changed: Path, git: Callable[..., str]
) -> None:
    git("stash", "-qu")
    assert run("undo", "-C", changed).exit_code == ExitCode.CONFLICT
    git("stash", "pop", "-q")
    assert run("undo", "-C", changed).exit_code == ExitCode.OK


def test_a_command_that_the_user_took_back_can_be_forgotten(run: Run, changed: Path) -> None:
    (changed / "app/models/todo.py").unlink()
    (changed / "app/main.py").write_text("app = 1\n")
    assert "struck off" in run("undo", "--forget", "-C", changed).stderr
    assert "note: nothing to undo" in run("undo", "-C", changed).stderr


def test_a_forgotten_command_leaves_its_files(run: Run, changed: Path) -> None:
    assert run("undo", "--forget", "-C", changed).exit_code == ExitCode.OK
    assert (changed / "app/main.py").read_text() == "app = 2\n"
    assert (changed / "app/models/todo.py").exists()


def test_a_preview_leaves_the_command_to_be_undone(run: Run, changed: Path) -> None:
    planned = json.loads(run("undo", "-C", changed, "--dry-run", "--json").stdout)
    applied = json.loads(run("undo", "-C", changed, "--json").stdout)
    assert (planned["status"], applied["status"]) == ("planned", "applied")
    assert planned["changes"] == applied["changes"]
