"""`fbb undo`: take the last command back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from fastapi_backend_builder.apply.entry import Entry
from fastapi_backend_builder.apply.journal import Journal, find_root
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ConflictError, ExitCode, UsageError
from fastapi_backend_builder.plan import Delete, Plan
from fastapi_backend_builder.project.migrations import read_revision

COMMAND = "fbb undo"


@click.command(name="undo")
@click.option("--project", is_flag=True, help="Take back `fbb new` too: the whole project.")
@click.option("--forget", is_flag=True, help="Strike the command off the history; keep its files.")
@plan_options
def command(execution: Execution, project: bool, forget: bool) -> ExitCode:
    """Take the last command back, and keep the edits that you made since.

    Run it again to take back the command before that one. A command of which nothing is here is
    kept: its files may be on another branch, or stashed.

    \b
    Examples:
      fbb undo --diff
      fbb undo
      fbb undo --forget
    """
    root = find_root(execution.directory) or execution.directory
    entry = Journal(root).latest()
    if entry is None:
        return execute(Plan(COMMAND, notices=("nothing to undo",)), root, execution)
    plan = _forgetting(entry) if forget else _undoing(entry, root)
    if execution.writes and entry.makes_project and not (project or forget):
        raise _project_error(entry, plan)
    return execute(plan, root, execution, undoes=entry.number)


def _forgetting(entry: Entry) -> Plan:
    notice = f"`{entry.command}` is struck off the history, and its files stay as they are"
    return Plan(COMMAND, notices=(notice,))


def _undoing(entry: Entry, root: Path) -> Plan:
    plan = undo_plan(entry, root, COMMAND)
    if not plan.changes:
        raise ConflictError(
            f"nothing of `{entry.command}` is here, so it is kept in the history",
            hint="undo it on its own branch, or with the stash applied; if you took it back by "
            "hand: fbb undo --forget",
        )
    return replace(plan, notices=(*plan.notices, *_migration_notices(plan)))


def _project_error(entry: Entry, plan: Plan) -> UsageError:
    return UsageError(
        f"the last command is `{entry.command}`: to take it back deletes the whole project, "
        f"{len(plan.changes)} files",
        hint="if that is what you want: fbb undo --project",
    )


def _migration_notices(plan: Plan) -> Iterator[str]:
    """What a database needs that has run migrations which the plan takes away."""
    gone = {
        revision.id: (change.path, revision.parents)
        for change in plan.changes
        if isinstance(change, Delete) and "/migrations/versions/" in change.path
        if (revision := read_revision(change.before.decode(errors="replace")))
    }
    for path, parents in gone.values():
        if parents and parents[0] not in gone:
            yield (
                f"a database that has run {path} needs it to go back: add the "
                f"resource again, run `alembic downgrade {parents[0]}`, then undo"
            )
