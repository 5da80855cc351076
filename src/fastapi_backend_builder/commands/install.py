"""Makes the environment of a project: with uv where it is there, else with venv and pip."""

import os
import shutil
import subprocess  # each call says why it is safe  # nosec B404
import sys
import time
from pathlib import Path

import click

from fastapi_backend_builder.errors import BuilderError

WHAT = ".[dev]"


def install(root: Path) -> None:
    """Make `.venv` in the project and install the project into it, saying what happens."""
    root = root.resolve()
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv = shutil.which("uv")
    if uv:
        make = [uv, "venv", "--quiet", "--python", sys.executable, ".venv"]
        fill = [uv, "pip", "install", "--quiet", "--python", str(python), "--editable", WHAT]
    else:
        make = [sys.executable, "-m", "venv", ".venv"]
        fill = [str(python), "-m", "pip", "install", "--quiet", "--editable", WHAT]
    _run("Making .venv", make, root)
    _run("Installing the project and its tools", fill, root)


def _run(step: str, command: list[str], root: Path) -> None:
    click.echo(f"{step} ...", err=True)
    started = time.monotonic()
    result = subprocess.run(  # the command is ours  # noqa: S603  # nosec B603
        command, cwd=root, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BuilderError(
            f"{step} failed: {(result.stderr or result.stdout).strip()}",
            hint=f"the files of the project are written; try again there: pip install -e '{WHAT}'",
        )
    click.echo(f"{step}: done in {time.monotonic() - started:.0f} s", err=True)
