from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.apply.journal import Journal
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.apply.write import write

Snapshot = dict[str, tuple[int, bytes | None]]


@pytest.fixture(scope="session")
def snapshot() -> Callable[[Path], Snapshot]:
    """Mode and content of everything below a root, folders too, but for the history."""

    def take(root: Path) -> Snapshot:
        return {
            path.relative_to(root).as_posix(): (
                path.stat().st_mode,
                path.read_bytes() if path.is_file() else None,
            )
            for path in root.rglob("*")
            if ".fbb" not in path.relative_to(root).parts
        }

    return take


@pytest.fixture(scope="session")
def undo() -> Callable[[Path], None]:
    """Take back the newest entry, which must be there."""

    def take_back(root: Path) -> None:
        entry = Journal(root).latest()
        assert entry is not None
        write(undo_plan(entry, root), root, undoes=entry.number)

    return take_back
