"""`fbb skill install`: the agent skill, where agents look for it."""

import shlex
from pathlib import Path

import click

from fastapi_backend_builder.apply.journal import find_root
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.skill import skill_files
from fastapi_backend_builder.recipes.install_skill import install_skill

FOLDER = ".agents/skills"
# Agents that look elsewhere, where a project is used with them.
OTHERS = ((".claude", ".claude/skills"),)


@click.command(name="install")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of all skills, in place of .agents/skills.",
)
@plan_options
def command(execution: Execution, folder: Path | None) -> ExitCode:
    """Put the agent skill where agents look for skills.

    That is .agents/skills of the project, and .claude/skills where there is a .claude.

    Installed again, it is brought up to this version; a file that was edited is a conflict.

    \b
    Examples:
      fbb skill install
      fbb skill install --dir ~/.agents/skills
    """
    words = ["fbb", "skill", "install", *(["--dir", str(folder)] if folder else [])]
    if folder:
        place = (execution.directory / folder.expanduser()).absolute()
        root, folders = place.parent, [place.name]
    else:
        root = find_root(execution.directory) or execution.directory.absolute()
        folders = [FOLDER, *(skills for agent, skills in OTHERS if (root / agent).is_dir())]
    plan = install_skill(root, folders, skill_files(), shlex.join(words))
    return execute(plan, root, execution)
