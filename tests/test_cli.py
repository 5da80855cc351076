import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from fastapi_backend_builder import cli
from fastapi_backend_builder.errors import ConflictError, ExitCode

Run = Callable[..., Any]
Define = Callable[[Callable[[], object]], None]


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """Let `fbb undo` do something else."""

    def define_undo(action: Callable[[], object]) -> None:
        option = click.Option(["--json"], is_flag=True, expose_value=False)
        command = click.Command("undo", callback=action, params=[option])
        monkeypatch.setattr(cli, "import_module", lambda _: SimpleNamespace(command=command))

    return define_undo


def fail() -> None:
    raise ConflictError("app/main.py changed", hint="look at it")


def break_down() -> None:
    raise KeyError("oops")


def interrupt() -> None:
    raise KeyboardInterrupt


def break_pipe() -> None:
    raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands_and_the_exit_codes(run: Run, option: str) -> None:
    result = run(option)
    assert result.exit_code == ExitCode.OK
    for text in ("add ", "new ", "undo ", *(f" {code:d}  " for code in ExitCode)):
        assert text in result.stdout


def test_help_of_a_group_lists_its_commands(run: Run) -> None:
    assert "resource " in run("add", "--help").stdout


def test_help_of_a_command_is_its_own(run: Run) -> None:
    assert "--dry-run" in run("undo", "--help").stdout


def test_without_a_command_the_help_goes_to_stderr(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
    assert result.stderr.startswith("Usage: fbb ")


def test_help_loads_nothing_that_is_slow() -> None:
    slow = ("libcst", "jinja2", "ruff", "json", "fastapi_backend_builder.commands")
    assert loaded_by("--help") & {*slow} == set()


def test_a_new_project_is_made_without_what_is_slow(tmp_path: Path) -> None:
    assert loaded_by("new", "my-library", "-C", tmp_path) & {"libcst", "jinja2"} == set()


def test_a_resource_is_added_without_a_syntax_tree(project: Path) -> None:
    for name in ("Book", "Loan"):  # the first relation of a model, and one more
        words = (name, "reader:ref=User", "readers:many=User", "-C", project)
        assert "libcst" not in loaded_by("add", "resource", *words)


def loaded_by(*arguments: str | Path) -> set[str]:
    """The modules that a process of its own has loaded after it ran `fbb`."""
    code = (
        f"import sys; from fastapi_backend_builder.cli import main; main({[*map(str, arguments)]});"
        "print(*sys.modules, sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return set(process.stdout.splitlines())


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.startswith("fbb ")


def test_an_error_says_what_is_wrong_and_what_to_try(run: Run, define: Define) -> None:
    define(fail)
    result = run("undo")
    assert result.exit_code == ExitCode.CONFLICT
    assert result.stderr == "error: app/main.py changed\nhint: look at it\n"


def test_an_error_is_json_when_json_is_asked_for(run: Run, define: Define) -> None:
    define(fail)
    assert json.loads(run("undo", "--json").stdout) == {
        "status": "error",
        "message": "app/main.py changed",
        "hint": "look at it",
        "exit_code": 4,
    }


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["ad"], "unknown command 'ad'", "did you mean 'add'?"),
        (["add", "resorce"], "unknown command 'resorce'", "did you mean 'resource'?"),
        (["undo", "--dif"], "unknown option '--dif'", "did you mean '--diff'?"),
        (["undo", "--zzz"], "unknown option '--zzz'", "see fbb undo --help"),
        (["zzz"], "unknown command 'zzz'", "see fbb --help"),
        (
            ["undo", "-C", "zzz"],
            "invalid value for '-C' / '--directory': Directory 'zzz' does not exist",
            "see fbb undo --help",
        ),
    ],
)
def test_wrong_usage_is_explained(run: Run, arguments: list[str], message: str, hint: str) -> None:
    result = run(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr == f"error: {message}\nhint: {hint}\n"


def test_wrong_usage_is_json_when_json_is_asked_for(run: Run) -> None:
    assert json.loads(run("undo", "--json", "--zzz").stdout)["exit_code"] == ExitCode.USAGE


def test_a_bug_is_one_line_without_a_traceback(run: Run, define: Define) -> None:
    define(break_down)
    result = run("undo")
    assert result.exit_code == ExitCode.FAILED
    assert result.stderr.startswith("error: this is a bug in fbb: KeyError: 'oops'\nhint: ")
    assert "Traceback" not in result.stderr


def test_a_bug_shows_its_traceback_to_who_wants_it(
    run: Run, define: Define, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBB_DEBUG", "1")
    define(break_down)
    assert "Traceback" in run("undo").stderr


def test_an_interrupt_ends_as_shells_expect(run: Run, define: Define) -> None:
    define(interrupt)
    assert run("undo").exit_code == 130


def test_a_closed_pipe_ends_quietly(
    run: Run,
    define: Define,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    define(break_pipe)
    with pytest.raises(SystemExit):
        run("undo")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_and_can_be_turned_off(
    run: Run, monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert ("\x1b[" in run("zzz").stderr) is coloured
