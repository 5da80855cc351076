"""`fbb new`: a new project."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from fastapi_backend_builder.apply.journal import FOLDER
from fastapi_backend_builder.apply.restore import recover
from fastapi_backend_builder.commands.execute import Execution, execute, plan_options
from fastapi_backend_builder.commands.install import install
from fastapi_backend_builder.errors import ConflictError, ExitCode
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.new_project import Database, new_project
from fastapi_backend_builder.spec.project_name import ProjectName

NEEDS_POSTGRESQL = (
    "It wants the PostgreSQL that DATABASE_URL in .env.example names; "
    "`docker compose up` starts both.\n"
)


@click.command(name="new")
@click.argument("name")
@click.option(
    "--db",
    type=click.Choice(get_args(Database)),
    default="sqlite",
    show_default=True,
    help="The database that the project starts with; one setting changes it later.",
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the project; its name by default.",
)
@click.option("--install", "installs", is_flag=True, help="Make the environment in .venv, too.")
@plan_options
def command(
    execution: Execution, name: str, db: Database, folder: Path | None, installs: bool
) -> ExitCode:
    """Make a new project: a complete backend that runs at once.

    \b
    Examples:
      fbb new my-project
      fbb new my-project --db postgresql --install
    """
    project_name = ProjectName.parse(name)
    root = execution.directory / (folder or project_name.text)
    recover(root)
    _refuse_occupied(root)
    words = ["fbb", "new", name, *(["--db", db] if db != "sqlite" else [])]
    plan = new_project(project_name, db, template_files(), shlex.join(words))
    exit_code = execute(plan, root, replace(execution, seen=None))
    if execution.writes:
        if installs:
            install(root)
        _say_what_is_next(root, db, installed=installs)
    return exit_code


def _refuse_occupied(root: Path) -> None:
    if root.is_dir() and all(path.name == FOLDER for path in root.iterdir()):
        return
    if root.exists() or root.is_symlink():
        raise ConflictError(
            f"{root} is there already" + (" and not empty" if root.is_dir() else ""),
            hint="choose another name, or another folder with --dir",
        )


def _say_what_is_next(root: Path, db: str, *, installed: bool) -> None:
    install_line = "" if installed else '  pip install -e ".[dev]"\n'
    activate = "  . .venv/bin/activate\n" if installed else ""
    click.echo(
        f"\nNext:\n  cd {shlex.quote(str(root))}\n{activate}{install_line}"
        "  uvicorn app.main:app --reload\n"
        f"{NEEDS_POSTGRESQL if db == 'postgresql' else ''}"
        "Then open http://127.0.0.1:8000/docs, or add to it: fbb add resource Todo title:str",
        err=True,
    )
