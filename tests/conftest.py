from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.plan import Create
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.new_project import TEMPLATE_NAME, new_project

# The same examples on each run; `pytest --hypothesis-profile search` looks for others, and longer.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile("same")


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


@pytest.fixture
def project(tree: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    """A project as `fbb new` makes it."""
    plan = new_project(TEMPLATE_NAME, "sqlite", template_files(), "fbb new my-project")
    return tree({c.path: c.content for c in plan.changes if isinstance(c, Create)})
