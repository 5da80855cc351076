"""What the commands of the builder cost, as whole processes."""

import logging
import shutil
from pathlib import Path

from benchmarks.measure import Scale
from benchmarks.places import WORK, fresh
from benchmarks.postgres import Postgres
from benchmarks.processes import Cost, time_of
from benchmarks.processes import run as run_command
from benchmarks.projects import FBB, generated_projects, resource_arguments
from benchmarks.results import Builder, point

log = logging.getLogger(__name__)


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
