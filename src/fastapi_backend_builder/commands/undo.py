"""`fbb undo`: take the last command back."""

from collections.abc import Iterator
from dataclasses import replace

import click

from fastapi_backend_builder.apply.journal import Journal, find_root
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.plan import Delete, Plan
from fastapi_backend_builder.project.migrations import read_revision

COMMAND = "fbb undo"


@click.command(name="undo")
@plan_options
def command(execution: Execution) -> ExitCode:
    """Take the last command back, and keep the edits that you made since.

    Run it again to take back the command before that one.

    \b
    Examples:
      fbb undo --diff
      fbb undo
    """
    root = find_root(execution.directory) or execution.directory
    entry = Journal(root).latest()
    if entry is None:
        return execute(Plan(COMMAND, notices=("nothing to undo",)), root, execution)
    plan = undo_plan(entry, root, COMMAND)
    notices = (*plan.notices, *_migration_notices(plan))
    return execute(replace(plan, notices=notices), root, execution, undoes=entry.number)


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
