"""What every changing command shares: its options, and what happens to its plan."""

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from json import dumps
from pathlib import Path
from typing import Any

import click

from fastapi_backend_builder.apply.check import check
from fastapi_backend_builder.apply.diff import unified_diff
from fastapi_backend_builder.apply.export import Next, as_json
from fastapi_backend_builder.apply.journal import Journal, find_root
from fastapi_backend_builder.apply.preview import counted, preview, remarks
from fastapi_backend_builder.apply.restore import recover
from fastapi_backend_builder.apply.verify import verify
from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.plan import Create, Plan

Command = Callable[..., ExitCode]

PATCH_COLOURS = {"+": "green", "-": "red", "@": "cyan"}

OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
    click.option(
        "--diff", is_flag=True, help="Print the change as a patch, also in --json; write nothing."
    ),
    click.option("--check", is_flag=True, help="Exit with 3 if anything would change."),
    click.option("--json", is_flag=True, help="Print the result as JSON."),
    click.option(
        "--verbose",
        is_flag=True,
        help="Name each file, also where there are many; with --json, their hashes.",
    ),
    click.option(
        "-C",
        "--directory",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        metavar="DIR",
        help="Work in DIR instead of the current directory.",
    ),
)
FLAGS = ("dry_run", "diff", "check", "json", "verbose")


@dataclass(frozen=True, slots=True)
class Execution:
    """Where a command works, and how far it goes.

    `seen` is the newest entry of the history when it began; None where there is no project yet.
    """

    directory: Path = Path()
    seen: int | None = None
    dry_run: bool = False
    diff: bool = False
    check: bool = False
    json: bool = False
    verbose: bool = False

    @property
    def writes(self) -> bool:
        return not (self.dry_run or self.diff or self.check)


def plan_options(command: Command) -> Command:
    """Add the shared options; the command gets them as `execution`.

    An earlier command that was killed half-way is rolled back first.
    """

    @wraps(command)
    def with_execution(*, directory: Path, **options: Any) -> ExitCode:  # as click reads them
        _recover(find_root(directory))
        seen = Journal(find_root(directory) or directory).last_number()
        shared = {name: options.pop(name) for name in FLAGS}
        return command(execution=Execution(directory, seen, **shared), **options)

    for option in reversed(OPTIONS):
        with_execution = option(with_execution)
    return with_execution


def execute(plan: Plan, root: Path, execution: Execution, *, undoes: int | None = None) -> ExitCode:
    """Show or write the plan, as the options say; `undoes` is the entry that it takes back."""
    _recover(root)
    Journal(root).refuse_later_than(execution.seen)
    check(plan, root)
    verify(plan)
    if execution.writes and (plan.changes or undoes is not None):
        write(plan, root, undoes=undoes, seen=execution.seen)
    _report(plan, root, execution, undoable=undoes is None)
    return _exit_code(plan, execution)


def _recover(root: Path | None) -> None:
    notice = recover(root) if root else None
    if notice:
        _say(f"note: {notice}")


def _exit_code(plan: Plan, execution: Execution) -> ExitCode:
    if execution.check:
        return ExitCode.OK if plan.empty else ExitCode.PENDING
    if execution.writes and plan.manual_steps:
        return ExitCode.MANUAL
    return ExitCode.OK


def _report(plan: Plan, root: Path, execution: Execution, *, undoable: bool) -> None:
    if execution.json:
        result = as_json(
            plan,
            status=_status(plan, execution),
            summary=_summary(plan, execution),
            next=list(_next(plan, root, execution, undoable=undoable)),
            with_diffs=execution.diff,
            with_hashes=execution.verbose,
        )
        click.echo(dumps(result, indent=2))
    elif execution.check:
        _say("Nothing to do." if plan.empty else f"Changes pending: {_counted(plan)}.")
    elif execution.diff:
        _print_patch(unified_diff(plan))
        _say(*remarks(plan))
    else:
        lines = preview(plan, verbose=execution.verbose)
        _say(*lines, _last_line(plan, root, execution, undoable=undoable))


def _status(plan: Plan, execution: Execution) -> str:
    if plan.empty:
        return "nothing to do"
    return "applied" if execution.writes else "planned"


def _last_line(plan: Plan, root: Path, execution: Execution, *, undoable: bool) -> str:
    if plan.empty:
        return "Nothing to do."
    if not execution.writes:
        return f"Nothing was written: {_counted(plan)} planned."
    by_hand = f"Left to do by hand, as shown above: {counted(len(plan.manual_steps), 'step')}. "
    done = f"Done. Undo with: {_undo_command(plan, root)}" if undoable else "Done."
    return ((by_hand if plan.manual_steps else "") + (done if plan.changes else "")).strip()


def _counted(plan: Plan) -> str:
    changes = counted(len(plan.changes), "change")
    by_hand = f", {counted(len(plan.manual_steps), 'manual step')}" if plan.manual_steps else ""
    return changes + by_hand


def _summary(plan: Plan, execution: Execution) -> str:
    if plan.empty:
        return "Nothing to do."
    return f"{_counted(plan)} {'written' if execution.writes else 'planned'}: {plan.command}"


def _next(plan: Plan, root: Path, execution: Execution, *, undoable: bool) -> Iterator[Next]:
    if plan.empty:
        return
    if not execution.writes:
        place = "" if plan.makes_project else _place(root)
        yield Next(f"{plan.command}{place}", "to write it")
        return
    first = "when the manual steps are done" if plan.manual_steps else "now"
    if plan.makes_project:
        yield Next(f"cd {shlex.quote(str(root))} && pip install -e '.[dev]'", first)
        yield Next("uvicorn app.main:app --reload", "to start it")
    elif tests := [c.path for c in plan.changes if isinstance(c, Create) and _is_test(c.path)]:
        yield Next(shlex.join(["pytest", *tests]), first)
    if undoable and plan.changes:
        yield Next(_undo_command(plan, root), "to take it back")


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and path.rpartition("/")[2].startswith("test_")


def _undo_command(plan: Plan, root: Path) -> str:
    return ("fbb undo --project" if plan.makes_project else "fbb undo") + _place(root)


def _place(root: Path) -> str:
    """The option that a command needs here to work in `root`."""
    return "" if find_root(Path()) == root.resolve() else f" -C {shlex.quote(str(root))}"


def _print_patch(patch: str) -> None:
    if sys.stdout.isatty() and click.get_current_context().color is not False:
        click.echo("\n".join(map(_coloured, patch.split("\n"))), nl=False)
    else:
        click.echo(patch.encode(), nl=False)


def _coloured(line: str) -> str:
    colour = PATCH_COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
