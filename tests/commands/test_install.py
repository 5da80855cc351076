"""`fbb new --install`, with a stand-in for uv."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., Any]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script of the shell")


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have `uv` be a script."""

    def write(script: str) -> None:
        program = tmp_path / "programs" / "uv"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    monkeypatch.chdir(tmp_path)
    return write


def test_each_step_is_one_line(run: Run, uv: Callable[[str], None]) -> None:
    uv("echo Downloading fastapi; echo Installed >&2")

    lines = run("new", "shop", "--install").stderr.splitlines()

    steps = [line.partition(" ... done in ")[0] for line in lines if " ... done in " in line]
    assert steps == ["Making .venv", "Installing the project and its tools with uv"]
    assert not [line for line in lines if "Downloading" in line]


def test_a_terminal_sees_what_the_tool_is_doing(
    run: Run, uv: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    uv("echo Downloading fastapi")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")

    said = run("new", "shop", "--install").stderr

    step = "Installing the project and its tools with uv ..."
    assert f"\r\x1b[K{step} Downloading fastapi\r\x1b[K{step} done in " in said


def test_what_a_step_failed_of_is_told(run: Run, uv: Callable[[str], None]) -> None:
    uv("echo no space left >&2; exit 1")

    result = run("new", "shop", "--install")

    assert result.exit_code == ExitCode.FAILED
    assert "error: Making .venv failed: no space left" in result.stderr
    assert "the files of the project are written" in result.stderr
