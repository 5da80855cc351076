"""Each document is followed from top to bottom: its files are made, its commands are run."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docs.documents import GUIDES

# What a command line begins with, and how this interpreter runs it; the others need a
# network, a server or a container.
TOOLS = {
    "alembic": ["-m", "alembic"],
    "fbb": ["-m", "fastapi_backend_builder"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "mypy": ["-m", "mypy"],
    "pytest": ["-m", "pytest", "-q"],
    "python": [],
    "ruff": ["-m", "ruff"],
}

Insert = Callable[[Path, str], None]


@pytest.mark.parametrize("guide", GUIDES)
def test_quotations_are_what_the_template_has(
    guide: str, document: Callable[[str], Any], project: Path
) -> None:
    for block in document(guide).blocks("python"):
        if block.kind == "from":
            lines = iter((project / block.path).read_text().splitlines())
            missing = [
                line
                for line in block.code.splitlines()
                if line.strip() not in ("", "...") and line not in lines
            ]
            assert not missing, f"{block.path} does not have, in this order: {missing}"


@pytest.mark.e2e
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_works_when_it_is_followed(
    guide: str, document: Callable[[str], Any], project: Path, insert: Insert
) -> None:
    for block in document(guide).blocks("python", "bash"):
        if block.language == "bash":
            run_all(block.commands, project)
        elif block.kind == "whole":
            (project / block.path).parent.mkdir(parents=True, exist_ok=True)
            (project / block.path).write_text(block.code)
        elif block.kind == "in":
            insert(project / block.path, block.code)
            run(f"ruff check --quiet --fix --select I {block.path}", project)
            run(f"ruff format --quiet {block.path}", project)
    run("ruff check", project)
    run("ruff format --check app tests", project)


def run_all(commands: list[str], project: Path) -> None:
    for command in commands:
        tool = shlex.split(command)[0]
        if tool in TOOLS and not command.startswith("fbb new"):
            run(command, project)


def run(command: str, project: Path) -> None:
    tool, *arguments = shlex.split(command)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(project), *sys.path]),
        # As root, pytest shuts the PostgreSQL of other tests out of where its own files are.
        "TMPDIR": str(project.parent),
    }
    done = subprocess.run(
        [sys.executable, *TOOLS[tool], *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
