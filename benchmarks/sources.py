"""Where the sources of the applications come from: copied, or generated as a user would."""

import os
import shutil
from pathlib import Path

from benchmarks.places import APPS, WORK, fresh
from benchmarks.processes import run
from benchmarks.projects import OPEN_TO_ALL, add_resource, new_project

S3RIUS_OPTIONS = (
    *("--name", "bench_app", "--db", "postgresql", "--orm", "sqlalchemy"),
    *("--api-type", "rest", "--ci", "none", "--quiet", "--force"),
)


def copied(source: Path, name: str) -> Path:
    folder = fresh(WORK / "apps" / name)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder


def generated_project(name: str) -> Path:
    """A project with one public resource, and an equal one for signed-in users."""
    folder = WORK / "apps" / name
    new_project(folder)
    add_resource(folder, "Item", *OPEN_TO_ALL)
    add_resource(folder, "PrivateItem")
    return folder


def generated_by_s3rius(python: Path, name: str) -> Path:
    folder = fresh(WORK / "apps" / name)
    # Without git it stops before it makes an environment, which is made elsewhere.
    git = fresh(folder / "tools") / "git"
    git.write_text("#!/bin/sh\nexit 1\n")
    git.chmod(0o755)
    path = os.pathsep.join([str(git.parent), str(python.parent), os.environ["PATH"]])
    command: list[str | Path] = [python.parent / "fastapi_template", *S3RIUS_OPTIONS]
    run(command, folder, {"PATH": path})
    shutil.copytree(APPS / name / "overlay", folder / "bench_app", dirs_exist_ok=True)
    return folder / "bench_app"
