"""What the commands of the builder cost, as whole processes.

Each resource refers to `User`, so that this model has as many relations as there are resources.
"""

import json
import logging
import shutil
from pathlib import Path

from benchmarks.measure import Scale
from benchmarks.places import WORK, fresh
from benchmarks.postgres import Postgres
from benchmarks.processes import Cost, time_of
from benchmarks.processes import run as run_command
from benchmarks.projects import FBB, FIELDS, generated_projects, resource_arguments
from benchmarks.results import Builder, point

log = logging.getLogger(__name__)

IN_A_FILE = 60
FROM_FILE = f"fbb add resource, {IN_A_FILE} in a file"


def run(_: Postgres, scale: Scale) -> Builder:
    times = scale.starts * 3
    folder = fresh(WORK / "builder")
    costs = {"fbb --help": [time_of([FBB, "--help"], folder) for _ in range(times)]}
    costs["fbb new"] = [_new(folder) for _ in range(times)]
    sizes = (scale.resources[0], scale.resources[-1])
    projects = generated_projects(scale.resources)
    copies = {size: _copy(projects[size], folder / str(size)) for size in sizes}
    adding: dict[int, list[Cost]] = {size: [] for size in sizes}
    for _turn in range(times):
        for size, project in copies.items():
            adding[size].append(_add(project))
    costs |= {point("fbb add resource", size): found for size, found in adding.items()}
    costs[FROM_FILE] = [_add_from_file(copies[sizes[0]], folder) for _ in range(scale.starts)]
    return Builder(costs)


def _new(folder: Path) -> Cost:
    shutil.rmtree(folder / "shop", ignore_errors=True)
    return time_of([FBB, "new", "shop"], folder)


def _copy(project: Path, folder: Path) -> Path:
    log.info("copying the project of %s resources", project.name)
    shutil.copytree(project, folder)
    return folder


def _add(project: Path) -> Cost:
    """Add a resource, and take it back."""
    cost = time_of([FBB, *resource_arguments("Widget", project)], project)
    run_command([FBB, "undo"], project)
    return cost


def _add_from_file(project: Path, folder: Path) -> Cost:
    resources = [{"name": f"Part{n}", "fields": FIELDS} for n in range(1, IN_A_FILE + 1)]
    file = folder / "resources.json"
    file.write_text(json.dumps({"resources": resources}))
    cost = time_of([FBB, "add", "resource", "--from", file], project)
    run_command([FBB, "undo"], project)
    return cost
