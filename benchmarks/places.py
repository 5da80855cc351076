"""Where things are, and how a run ends that cannot go on."""

import shutil
from pathlib import Path

FOLDER = Path(__file__).parent
REPOSITORY = FOLDER.parent
APPS = FOLDER / "apps"
WORK = FOLDER / ".work"


class BenchError(Exception):
    """Something that the run needs cannot be had; the message says what and why."""


def fresh(folder: Path) -> Path:
    """The folder, with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
