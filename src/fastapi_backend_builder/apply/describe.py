"""Tells what API a project has. It runs as text, with the Python of the project.

Its arguments are the package, the folder of that, and the file to write the answer to.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import Any


def describe(package: str, folder: str) -> dict[str, Any]:
    """The OpenAPI document, null where no application is found; or the error."""
    sys.path.insert(0, folder)
    try:
        values = vars(import_module(f"{package}.main")).values()
        objects = (value for value in values if not isinstance(value, type))
        apps = [value for value in objects if callable(getattr(value, "openapi", None))]
        return {"document": apps[0].openapi() if apps else None}
    except BaseException as error:
        return {"error": f"{_place(error)}{type(error).__name__}: {error}"}


def _place(error: BaseException) -> str:
    """The line of the project that failed."""
    here = f"{Path.cwd()}/"
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.startswith(here)]
    return f"{frames[-1].filename.removeprefix(here)}:{frames[-1].lineno}: " if frames else ""


if __name__ == "__main__":
    answer = json.dumps(describe(*sys.argv[1:3]))
    Path(sys.argv[3]).write_text(answer, encoding="utf-8")
    os._exit(0)  # Whatever else the project has started.
