"""What a project holds, to be compared with what it holds later."""

from pathlib import Path


def snapshot(root: Path) -> dict[str, bytes]:
    """The files without the history, by path."""
    paths = (path for path in root.rglob("*") if path.is_file())
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in files.items() if not name.startswith(".fbb/")}
