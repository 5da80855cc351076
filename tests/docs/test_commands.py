"""Every command line that a document shows is one that `fbb` takes."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docs.documents import WITH_COMMANDS

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., Any]
Find = Callable[[str], Any]


@pytest.mark.parametrize("path", WITH_COMMANDS)
def test_the_commands_of_a_document_work_one_after_another(
    path: str, document: Find, project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    for block in document(path).blocks("yaml"):
        Path(block.text.removeprefix("# ").split("\n")[0]).write_text(block.text)
    blocks = document(path).blocks("bash")
    for command in (line for block in blocks for line in block.commands):
        if command.startswith("fbb "):
            result = run(*shlex.split(command)[1:], *dry(command))
            assert result.exit_code == ExitCode.OK, f"{command}\n{result.stderr}"


def test_the_request_in_the_skill_is_a_good_one(document: Find, run: Run, project: Path) -> None:
    (block,) = document("SKILL.md").blocks("json")
    (project / "request.json").write_text(block.text)

    result = run("add", "resource", "--json", "--from", project / "request.json", "-C", project)

    assert json.loads(result.stdout)["status"] == "applied"


def dry(command: str) -> list[str]:
    return ["--dry-run"] if command.startswith("fbb new ") else []


def test_the_session_in_the_readme_is_a_real_one(
    document: Find, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (session,) = document("README.md").blocks("console")
    for step in session.text.removeprefix("$ ").split("\n$ "):
        command, _, shown = step.partition("\n")
        name, *arguments = shlex.split(command)
        if name == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        result = run(*arguments)
        output = result.stdout + result.stderr
        assert re.fullmatch(pattern(shown), output, re.DOTALL), f"{command}\n{output}"


def pattern(shown: str) -> str:
    """What stands for the output; `...` leaves some of it out."""
    return ".*".join(map(re.escape, re.split(r"\.\.\.\n?", shown.rstrip("\n")))) + r"\n*"
