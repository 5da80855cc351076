"""Single files and folders: read, replace in one step, clean up."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def content_of(file: Path) -> bytes | None:
    """The bytes of a file, or None where there is no file."""
    return file.read_bytes() if file.is_file() else None


def staged_file(target: Path, number: int) -> Path:
    """Where entry `number` keeps the new content of `target` until it takes its place."""
    return target.with_name(f".{target.name}.fbb-{number:04}")


def stage(target: Path, number: int, content: bytes, mode: int | None) -> Path:
    """Write the new content beside its target; a mode of None leaves it to the umask."""
    staged = staged_file(target, number)
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.touch(0o666 if mode is None else 0o600, exist_ok=False)
    staged.write_bytes(content)
    if mode is not None:
        staged.chmod(mode)
    return staged


def remove_empty_folders(root: Path, folders: Iterable[str]) -> None:
    """Remove those of the folders, listed parents first, that hold nothing but bytecode."""
    for folder in reversed(tuple(folders)):
        with suppress(OSError):
            _remove_empty_folder(Path(os.path.normpath(root / folder)))


def _remove_empty_folder(folder: Path) -> None:
    if [path.name for path in folder.iterdir()] == ["__pycache__"]:
        shutil.rmtree(folder / "__pycache__")
    folder.rmdir()
