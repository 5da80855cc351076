"""The files of a new project, as they ship with the builder."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# In the installed package, or in the repository of the builder.
_FOLDERS = (_PACKAGE / "template", _PACKAGE.parents[1] / "assets" / "template")
# What working on the template in place leaves behind.
_LITTER = ("__pycache__", ".*_cache", ".venv", "*.egg-info", "*.db", "*.db-*")


def template_folder() -> Path:
    return next(folder for folder in _FOLDERS if (folder / "pyproject.toml").is_file())


def template_files() -> dict[str, bytes]:
    """The content of each file, by its path in the project."""
    folder = template_folder()
    files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    return {name: files[name].read_bytes() for name in sorted(files)}


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if any(fnmatch(path.name, pattern) for pattern in _LITTER):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def template_text(path: str) -> str | None:
    """The text of one file of it."""
    file = template_folder() / path
    return file.read_bytes().decode() if file.is_file() else None
