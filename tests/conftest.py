from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from fastapi_backend_builder.cli import main


@dataclass(frozen=True)
class Result:
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run `fbb` with these arguments, in this process."""

    def run_fbb(*arguments: str | Path) -> Result:
        capfd.readouterr()
        exit_code = main([str(argument) for argument in arguments])
        return Result(exit_code, *capfd.readouterr())

    return run_fbb


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write a project with these files; returns its root."""

    def write_tree(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "project"
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write_tree
