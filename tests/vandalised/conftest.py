import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from vandalised.vandal import Files, Vandal

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.render import format as format_module

Look = Callable[..., dict[str, Any]]

WHERE = ("folder", "package", "application")
DEFAULTS = {"folder": ".", "package": "app", "application": "app"}


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of a project as `fbb` makes it, with one resource."""
    root = tmp_path_factory.mktemp("clean") / "project"
    assert main(["new", "my-project", "--dir", str(root)]) == 0
    assert main(["add", "resource", "Author", "name:str", "-C", str(root)]) == 0
    used = re.compile(r"(app|kit)/|pyproject[.]toml|tests/(factories/|\w+[.]py|api/__init__[.]py)")
    return Files({path: file for path, file in Files.of(root).items() if used.match(path)})


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Where the project goes; so many files are too many to keep."""
    yield tmp_path / "project"
    shutil.rmtree(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def ruff_asked_once() -> Iterator[None]:
    """What ruff makes of a source is kept for the next project that has the same settings."""
    known: dict[tuple[object, ...], str] = {}

    def formatted(ruff: str, source: str, path: Path) -> str:
        root = next(folder for folder in path.parents if (folder / "pyproject.toml").exists())
        names = [root / name for name in ("pyproject.toml", "ruff.toml")]
        settings = [file.read_bytes() for file in names if file.exists()]
        key = (source, path.relative_to(root), *settings)
        if key not in known:
            known[key] = original(ruff, source, path)
        return known[key]

    original = format_module._format
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(format_module, "_format", formatted)
        yield


@pytest.fixture(scope="session")
def look() -> Iterator[Look]:
    """Import a project, and tell what it has, or the error."""
    script = Path(__file__).with_name("importer.py")
    command = [sys.executable, "-W", "ignore", str(script)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        pipe_in, pipe_out = process.stdin, process.stdout
        assert pipe_in
        assert pipe_out

        def ask(root: Path, vandal: Vandal | None = None) -> dict[str, Any]:
            where = {word: getattr(vandal, word) for word in WHERE} if vandal else DEFAULTS
            print(json.dumps({"root": str(root), **where}), file=pipe_in, flush=True)
            found: dict[str, Any] = json.loads(pipe_out.readline())
            return found

        yield ask
        pipe_in.close()
