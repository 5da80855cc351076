import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from fastapi_backend_builder import cli
from fastapi_backend_builder.apply.entry import Entry, Record
from fastapi_backend_builder.apply.journal import opened
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.plan import Create, Edit, ManualStep, Plan

Run = Callable[..., Any]
Apply = Callable[..., Any]

EDIT = Edit("main.py", b"app = 1\r\n", b"app = 2\r\n", "count on")
STEP = ManualStep("app.py", "unknown shape", "include(todo)\n")


@pytest.fixture
def root(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({"main.py": "app = 1\r\n"})
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def apply(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Apply:
    """Run a command that makes this plan, with these options."""

    def run_plan(plan: Plan, *options: str) -> Any:
        @click.command
        @plan_options
        def command(execution: Execution) -> ExitCode:
            return execute(plan, execution.directory, execution)

        monkeypatch.setattr(cli, "import_module", lambda _: SimpleNamespace(command=command))
        return run("new", "-C", root, *options)

    return run_plan


def test_a_plan_is_written_and_told(apply: Apply, root: Path) -> None:
    result = apply(Plan("fbb", (EDIT, Create("new.py", b"", "the model"))))
    assert result.exit_code == ExitCode.OK
    assert (root / "main.py").read_bytes() == EDIT.after
    assert (result.stdout, result.stderr.splitlines()) == (
        "",
        [
            "edit   main.py  count on",
            "create new.py  the model",
            "Done. Undo with: fbb undo",
        ],
    )


def test_undo_is_told_for_the_folder_that_the_user_is_in(
    apply: Apply, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert apply(Plan("fbb", (EDIT,))).stderr.endswith(f"Undo with: fbb undo -C {root}\n")


def test_an_empty_plan_has_nothing_to_do(apply: Apply, root: Path) -> None:
    result = apply(Plan("fbb"))
    assert (result.exit_code, result.stderr) == (ExitCode.OK, "Nothing to do.\n")
    assert not (root / ".fbb").exists()


def test_a_manual_step_is_shown_and_in_the_exit_code(apply: Apply) -> None:
    result = apply(Plan("fbb", (EDIT,), (STEP,)))
    assert result.exit_code == ExitCode.MANUAL
    assert "manual app.py  unknown shape\n    include(todo)\n" in result.stderr
    assert result.stderr.endswith(
        "Left to do by hand, as shown above: 1 step. Done. Undo with: fbb undo\n"
    )


def test_a_plan_of_manual_steps_alone_is_not_done(apply: Apply, root: Path) -> None:
    result = apply(Plan("fbb", manual_steps=(STEP,)))
    assert result.exit_code == ExitCode.MANUAL
    assert "Done" not in result.stderr
    assert not (root / ".fbb").exists()


@pytest.mark.parametrize("option", ["--dry-run", "--diff", "--check"])
def test_a_preview_writes_nothing(apply: Apply, root: Path, option: str) -> None:
    apply(Plan("fbb", (EDIT,), (STEP,)), option)
    assert [path.name for path in root.iterdir()] == ["main.py"]
    assert (root / "main.py").read_bytes() == EDIT.before


def test_a_dry_run_shows_what_would_change(apply: Apply) -> None:
    result = apply(Plan("fbb", (EDIT,)), "--dry-run")
    assert result.exit_code == ExitCode.OK
    assert result.stderr == "edit   main.py  count on\nNothing was written: 1 change planned.\n"


def test_a_diff_goes_to_stdout_byte_by_byte(apply: Apply) -> None:
    result = apply(Plan("fbb", (EDIT,), (STEP,)), "--diff")
    assert result.exit_code == ExitCode.OK
    assert result.stdout.endswith("@@ -1 +1 @@\n-app = 1\r\n+app = 2\r\n")
    assert result.stderr.startswith("manual app.py")


@pytest.mark.parametrize(
    ("plan", "exit_code", "line"),
    [
        (Plan("fbb", (EDIT,)), ExitCode.PENDING, "Changes pending: 1 change."),
        (Plan("fbb"), ExitCode.OK, "Nothing to do."),
    ],
    ids=["pending", "nothing"],
)
def test_a_check_says_whether_anything_would_change(
    apply: Apply, plan: Plan, exit_code: ExitCode, line: str
) -> None:
    result = apply(plan, "--check")
    assert (result.exit_code, result.stdout, result.stderr) == (exit_code, "", f"{line}\n")


@pytest.mark.parametrize(
    ("changes", "options", "status"),
    [
        ((EDIT,), (), "applied"),
        ((EDIT,), ("--dry-run",), "planned"),
        ((EDIT,), ("--diff",), "planned"),
        ((), (), "nothing to do"),
    ],
)
def test_json_tells_the_outcome(
    apply: Apply, changes: tuple[Edit, ...], options: tuple[str, ...], status: str
) -> None:
    result = apply(Plan("fbb", changes), "--json", *options)
    assert json.loads(result.stdout)["status"] == status
    assert result.stderr == ""


def test_a_plan_for_other_files_is_a_conflict(apply: Apply, root: Path) -> None:
    (root / "main.py").write_text("mine\n")
    result = apply(Plan("fbb", (EDIT,)), "--dry-run")
    assert result.exit_code == ExitCode.CONFLICT


def test_a_plan_that_breaks_a_file_is_refused(apply: Apply, root: Path) -> None:
    result = apply(Plan("fbb", (Create("new.py", b"def (:\n", ""),)))
    assert result.exit_code == ExitCode.FAILED
    assert not (root / "new.py").exists()


def test_a_killed_command_is_rolled_back_before_the_next_one_starts(
    apply: Apply, root: Path
) -> None:
    with opened(root) as journal:
        records = (Record("main.py", EDIT.before, b"half\n", None),)
        journal.begin(Entry(0, "fbb killed", records, ()))
    (root / "main.py").write_bytes(b"half\n")
    result = apply(Plan("fbb", (EDIT,)))
    assert result.stderr.startswith("note: rolled back `fbb killed`")
    assert (root / "main.py").read_bytes() == EDIT.after
