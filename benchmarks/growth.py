"""Adds resources to a project, many in one process; its own, so that it loads `fbb` as it is now.

python -m benchmarks.growth FOLDER FIRST LAST
"""

import sys
from contextlib import redirect_stdout
from io import StringIO

from benchmarks.projects import OPEN_TO_ALL, resource_arguments
from fastapi_backend_builder.cli import main


def grow(folder: str, first: int, last: int) -> int:
    """The exit code of the first command that fails, else 0."""
    for number in range(first, last + 1):
        with redirect_stdout(StringIO()):
            exit_code = main(resource_arguments(f"Item{number}", folder, *OPEN_TO_ALL))
        if exit_code:
            return exit_code
    return 0


if __name__ == "__main__":
    sys.exit(grow(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
