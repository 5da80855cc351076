"""A copy of a project as it would be once a plan is written, and what API that has."""

import json
import os
import shutil
import subprocess  # each call says why it is safe  # nosec B404
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.plan import Plan
from fastapi_backend_builder.project import Project

SCRIPT = Path(__file__).with_name("describe.py")
LONGEST = 120  # seconds
LITTER = shutil.ignore_patterns(
    ".fbb", ".git", "__pycache__", ".*_cache", ".venv", "venv", "node_modules"
)
PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"


@contextmanager
def staged(plan: Plan, project: Project) -> Iterator[Path]:
    """The folder of the copy. What no change is about, and no code, is linked."""
    planned = project.after(plan.changes).planned
    with TemporaryDirectory(prefix="fbb-") as folder:
        copy = Path(folder).resolve() / "project"
        copy.mkdir()
        try:
            _copy(project.root, copy, {_top(path) for path in (project.path(), *planned)})
        except shutil.Error as error:
            why = error.args[0][0][-1]
            raise ProjectError(
                f"the project cannot be copied: {why}", hint="nothing was changed; see to that file"
            ) from error
        for path, content in planned.items():
            _put(copy / path, content)
        yield copy


def _top(path: str) -> str:
    return PurePosixPath(path).parts[0]


def _copy(root: Path, copy: Path, changing: Iterable[str]) -> None:
    names = [path.name for path in root.iterdir()]
    for name in set(names) - LITTER(str(root), names):
        source, target = root / name, copy / name
        if name not in changing and os.name == "posix":
            target.symlink_to(source)
        elif source.is_dir():
            shutil.copytree(source, target, ignore=LITTER, ignore_dangling_symlinks=True)
        else:
            shutil.copyfile(source, target)


def _put(target: Path, content: bytes | None) -> None:
    target.unlink(missing_ok=True)
    if content is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def describe(project: Project, root: Path) -> dict[str, Any]:
    """The `document` of the application in that folder, or the `error` of its import."""
    package = PurePosixPath(project.path())
    with TemporaryDirectory(prefix="fbb-") as folder:
        answer = Path(folder) / "answer.json"
        where = [package.name, str(root / package.parent), str(answer)]
        try:
            process = subprocess.run(  # the project's own  # noqa: S603  # nosec B603
                [_python(project.root), "-W", "ignore", "-c", SCRIPT.read_text("utf-8"), *where],
                cwd=root,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"error": f"the import took more than {LONGEST} seconds"}
        if not answer.exists():
            return {"error": f"Python ended with {process.returncode}"}
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def _python(root: Path) -> str:
    """That of the project's environment, or of the active one, or else the one that runs."""
    environments = [root / ".venv", root / "venv", os.environ.get("VIRTUAL_ENV")]
    pythons = [Path(folder) / PYTHON for folder in environments if folder]
    return str(next((python for python in pythons if python.exists()), sys.executable))
