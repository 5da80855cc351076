"""`fbb undo`: take the last command back."""

import click

from fastapi_backend_builder.apply.journal import Journal, find_root
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.plan import Plan

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
    return execute(undo_plan(entry, root, COMMAND), root, execution, undoes=entry.number)
