"""Refuses a plan that does not fit what is on disk."""

import os
import stat
from pathlib import Path, PurePosixPath

from fastapi_backend_builder.apply.journal import FOLDER
from fastapi_backend_builder.errors import ConflictError, ProjectError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan


def check(plan: Plan, root: Path) -> None:
    """Raise ConflictError, naming the files, if the plan was made for other files than these."""
    _check_distinct(plan)
    problems = [problem for change in plan.changes if (problem := _problem(change, root))]
    if problems:
        raise ConflictError("; ".join(problems), hint="nothing was changed; look at these files")
    for change in plan.changes:
        _check_writable(change, root)


def _check_distinct(plan: Plan) -> None:
    paths = [change.path for change in plan.changes]
    repeated = sorted({path for path in paths if paths.count(path) > 1})
    if repeated:
        raise ValueError(f"a plan changes a file once, not {', '.join(repeated)} twice")


def _problem(change: Change, root: Path) -> str | None:
    target = root / change.path
    return _misplaced(change.path, root) or (
        _taken(change, target) if isinstance(change, Create) else _changed(change, target)
    )


def _misplaced(path: str, root: Path) -> str | None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.name:
        return f"{path} is not a path inside the project"
    if pure.parts[0] == FOLDER:
        return f"{path} belongs to the history of the project"
    folder = (root / path).parent
    if not folder.resolve().is_relative_to(root.resolve()):
        return f"{path} leads out of the project through a symbolic link"
    if not _closest_existing(folder).is_dir():
        return f"{path} needs a folder where there is a file"
    return None


def _closest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if os.path.lexists(path))


def _taken(change: Create, target: Path) -> str | None:
    return f"{change.path} is there already" if os.path.lexists(target) else None


def _changed(change: Edit | Delete, target: Path) -> str | None:
    if target.is_symlink():
        return f"{change.path} is a symbolic link"
    if not target.is_file():
        return f"{change.path} is not a file" if target.exists() else f"{change.path} is gone"
    if target.read_bytes() != change.before:
        return f"{change.path} is not what the plan was made for"
    return None


def _check_writable(change: Change, root: Path) -> None:
    if isinstance(change, Create):
        return
    target = root / change.path
    if not (os.access(target, os.W_OK) and target.stat().st_mode & stat.S_IWUSR):
        raise ProjectError(
            f"{change.path} is read-only", hint="nothing was changed; make the file writable"
        )
