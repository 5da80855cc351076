"""Keeps tests away from the database of development."""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import URL

_refused: set[URL] = set()


def refuse(url: URL) -> None:
    """Let no test open this database, if it is a file."""
    if url.get_backend_name() == "sqlite":
        _refused.add(url)


def _check(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "sqlite3.connect":
        return
    for url in _refused:
        if Path(str(arguments[0])).resolve() == Path(url.database or "").resolve():
            raise RuntimeError(f"{url.database} is not for tests: ask for `client`, or `app`")


# It cannot be taken away, so there is one.
sys.addaudithook(_check)
