"""Formats Python as the project's own configuration has it."""

import subprocess  # each call says why it is safe  # nosec B404
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from ruff import find_ruff_bin

from fastapi_backend_builder.errors import ProjectError


def format_all(sources: Mapping[str, str], root: Path) -> dict[str, str]:
    """The sources as `ruff format` writes them at their paths in the project."""
    # Looked up here, because `sysconfig`, which it asks, cannot be loaded by two threads at once.
    ruff = _ruff()
    with ThreadPoolExecutor() as pool:
        formatted = pool.map(lambda path: _format(ruff, sources[path], root / path), sources)
    return dict(zip(sources, formatted, strict=True))


@cache
def _ruff() -> str:
    return str(find_ruff_bin())


def _format(ruff: str, source: str, path: Path) -> str:
    """Ruff looks for its configuration from the path upwards; no file need be there."""
    result = subprocess.run(  # the arguments are ours  # noqa: S603  # nosec B603
        [ruff, "format", "--stdin-filename", str(path), "-"],
        input=source.encode(),
        capture_output=True,
        check=False,
    )
    if result.returncode:
        raise ProjectError(
            f"ruff cannot format {path.name}: {result.stderr.decode().strip()}",
            hint="check the [tool.ruff] section of pyproject.toml",
        )
    return result.stdout.decode()
