"""The command line: which commands there are, and how a run ends."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from fastapi_backend_builder.errors import ExitCode

INTERRUPTED = 130


class LazyCommand(click.Command):
    """Stands in for a command whose module is imported when it is needed."""

    def __init__(self, name: str, module: str, summary: str) -> None:
        super().__init__(name, short_help=summary)
        self.module = module

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        module = import_module(f"fastapi_backend_builder.commands.{self.module}")
        command: click.Command = module.command
        return command.make_context(*args, **kwargs)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"fbb {_version()}")
        context.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to load

    try:
        return version("fastapi-backend-builder")
    except PackageNotFoundError:
        return "(not installed, run from its sources)"


@click.group(name="fbb", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def fbb() -> None:
    """Generate FastAPI backends, and work on them while they grow.

    \b
    Examples:
      fbb new my-project
      fbb add resource Todo title:str done:bool:default=false
      fbb merge heads
      fbb undo

    \b
    Exit codes:
      0  done, or nothing to do
      1  failed, nothing was written
      2  wrong usage
      3  changes pending (--check)
      4  conflict: the files are not as expected
      5  done, and a manual step is left
    """


@fbb.group()
def add() -> None:
    """Add to a project."""


@fbb.group()
def merge() -> None:
    """Put together what branches of git left apart."""


@fbb.group()
def skill() -> None:
    """The skill that tells agents how to work on a project."""


fbb.add_command(LazyCommand("new", "new", "Make a new project."))
add.add_command(LazyCommand("resource", "add_resource", "Add a resource, through every layer."))
merge.add_command(LazyCommand("heads", "merge_heads", "Join the heads of the migrations."))
fbb.add_command(LazyCommand("update", "update", "Bring a project up to this version."))
fbb.add_command(LazyCommand("own", "own", "Make a module of the kit your own."))
skill.add_command(LazyCommand("install", "install_skill", "Put it where agents look."))
fbb.add_command(LazyCommand("schema", "schema", "Print what a request as data looks like."))
fbb.add_command(LazyCommand("undo", "undo", "Take the last command back."))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every way that it can end becomes an exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    color = False if os.environ.get("NO_COLOR") else None
    try:
        return int(fbb.main(arguments, "fbb", standalone_mode=False, color=color) or ExitCode.OK)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except Exception as error:
        from fastapi_backend_builder.commands.failure import report  # noqa: PLC0415 - slow to load

        return report(error, as_json="--json" in arguments, color=color)
