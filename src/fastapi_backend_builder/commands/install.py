"""Makes the environment of a project: with uv where it is there, else with venv and pip."""

import os
import shutil
import subprocess  # each call says why it is safe  # nosec B404
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from fastapi_backend_builder.errors import BuilderError

WHAT = ".[dev]"
SHOWN_OF_A_FAILURE = 15  # lines
TO_START_OF_LINE = "\r\x1b[K"


def install(root: Path) -> None:
    """Make `.venv` in the project and install the project into it, saying what happens."""
    root = root.resolve()
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv = shutil.which("uv")
    if uv:
        make = [uv, "venv", "--python", sys.executable, ".venv"]
        fill = [uv, "pip", "install", "--python", str(python), "--editable", WHAT]
    else:
        make = [sys.executable, "-m", "venv", ".venv"]
        fill = [str(python), "-m", "pip", "install", "--editable", WHAT]
    tool = "uv" if uv else "pip"
    _run("Making .venv", make, root)
    _run(f"Installing the project and its tools with {tool}", fill, root)


def _run(step: str, command: list[str], root: Path) -> None:
    """One line for the step; a terminal sees in it what the tool is doing."""
    click.echo(f"{step} ...", err=True, nl=False)
    started = time.monotonic()
    process = subprocess.Popen(  # the command is ours  # noqa: S603  # nosec B603
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with process:
        said = list(_shown(step, process.stdout or []))
    if process.returncode:
        click.echo(err=True)
        raise BuilderError(
            f"{step} failed: {''.join(said[-SHOWN_OF_A_FAILURE:]).strip()}",
            hint=f"the files of the project are written; try again there: pip install -e '{WHAT}'",
        )
    click.echo(f" done in {time.monotonic() - started:.0f} s", err=True)


def _shown(step: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a tool, each shown on a terminal in place of the one before."""
    shows = sys.stderr.isatty()
    room = shutil.get_terminal_size().columns - len(f"{step} ...") - 2
    for line in lines:
        if shows:
            text = line.strip()[: max(room, 0)]
            click.echo(f"{TO_START_OF_LINE}{step} ... {text}", err=True, nl=False)
        yield line
    if shows:
        click.echo(f"{TO_START_OF_LINE}{step} ...", err=True, nl=False)
