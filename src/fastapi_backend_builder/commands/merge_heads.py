"""`fbb merge heads`: one head of migrations where two branches left several."""

import click

from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.merge_heads import merge_heads


@click.command(name="heads")
@plan_options
def command(execution: Execution) -> ExitCode:
    """Join the heads of the migrations with a revision that follows all of them.

    Two branches that each add a migration leave two heads once they are merged.

    \b
    Examples:
      fbb merge heads
      fbb merge heads --diff
    """
    project = Project.find(execution.directory)
    return execute(merge_heads(project, "fbb merge heads"), project.root, execution)
