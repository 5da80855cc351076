"""`fbb update`: a project is brought up to this builder."""

import shlex

import click

from fastapi_backend_builder.apply.trial import tried
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.update import Answers, update


@click.command(name="update")
@click.option(
    "--take",
    multiple=True,
    metavar="FILE",
    help="Replace this file of the kit, or all in this folder, though it was edited.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="FILE",
    help="Keep this edited file of the kit, or all in this folder, now and later.",
)
@plan_options
def command(execution: Execution, take: tuple[str, ...], keep: tuple[str, ...]) -> ExitCode:
    """Bring a project up to this version of fbb: its kit, and the files around it.

    The kit is replaced. Files that are not code are merged with your edits, and code of yours is
    changed only where the new kit needs it. The outcome is imported in a copy first, and what has
    changed in the API is shown. --check exits with 3 when there is an update.

    \b
    Examples:
      fbb update --diff
      fbb update --keep kit/errors.py --take kit/http
    """
    project = Project.find(execution.directory)
    answers = [word for path in take for word in ("--take", path)]
    answers += [word for path in keep for word in ("--keep", path)]
    words = shlex.join(["fbb", "update", *answers])
    found = update(project, template_files(), Answers(take, keep), words)
    if found.conflicts and not execution.check:
        raise found.conflicts[0]
    plan = found.plan if execution.check else tried(found.plan, project)
    return execute(plan, project.root, execution)
