"""`fbb own`: a module of the kit becomes the user's."""

import shlex

import click

from fastapi_backend_builder.apply.trial import tried
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.own import own


@click.command(name="own")
@click.argument("path", metavar="FILE")
@plan_options
def command(execution: Execution, path: str) -> ExitCode:
    """Move a module of the kit into the application, to change it there.

    The kit keeps a module that takes the names from the new place, so that every import stays
    valid. `fbb update` leaves both alone, and tells what has changed in the kit.

    \b
    Examples:
      fbb own kit/http/pagination.py --diff
      fbb own kit/http/pagination.py
    """
    project = Project.find(execution.directory)
    plan = own(project, path, template_files(), shlex.join(["fbb", "own", path]))
    plan = plan if execution.check else tried(plan, project)
    return execute(plan, project.root, execution)
