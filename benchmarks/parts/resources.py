"""Projects of more and more resources: a request to the last of them, the start, the memory."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from benchmarks.apps import GENERATED, PLAIN, App
from benchmarks.data import prepare, tidy
from benchmarks.load import Request
from benchmarks.measure import Case, Samples, Scale, measure
from benchmarks.places import WORK, BenchError
from benchmarks.postgres import Postgres
from benchmarks.processes import cpu_seconds, pss_mib
from benchmarks.projects import generated_projects, plain_project
from benchmarks.results import Resources, Start, point
from benchmarks.servers import Program, serving

log = logging.getLogger(__name__)

COPY = "CREATE TABLE {table} (LIKE items INCLUDING ALL)"


@dataclass(frozen=True)
class Subject:
    """A project with that many resources."""

    label: str
    program: Program
    path: str


def run(postgres: Postgres, scale: Scale) -> Resources:
    subjects, missing = _startable(list(_subjects(postgres, scale)))
    starts: dict[str, list[Start]] = {subject.label: [] for subject in subjects}
    for number in range(scale.starts):
        log.info("starting each project, %d of %d times", number + 1, scale.starts)
        for subject in subjects:
            starts[subject.label].append(_start(subject))
    return Resources(starts, _measure(subjects, postgres, scale), missing)


def _startable(subjects: list[Subject]) -> tuple[list[Subject], dict[str, str]]:
    """Those that start, which leaves their bytecode behind, and what the others complain about."""
    good, missing = [], {}
    for subject in subjects:
        log.info("starting %s for the first time", subject.label)
        try:
            _start(subject)
            good.append(subject)
        except BenchError as error:
            log.warning("%s", error)
            missing[subject.label] = str(error)
    return good, missing


def _subjects(postgres: Postgres, scale: Scale) -> Iterator[Subject]:
    projects = generated_projects(scale.resources)
    for size in scale.resources:
        plain = plain_project(size, WORK / "resources" / f"plain-{size}")
        yield _subject(GENERATED, size, projects[size], postgres)
        yield _subject(PLAIN, size, plain, postgres)


def _subject(app: App, size: int, folder: Path, postgres: Postgres) -> Subject:
    """Only the table of the last resource is made: nobody asks for the others."""
    prepare(app, postgres)
    table = sql.Identifier(f"item{size}s")
    create = sql.SQL(COPY).format(table=table)
    fill = sql.SQL("INSERT INTO {table} SELECT * FROM items").format(table=table)
    postgres.execute(app.database, create, fill)
    tidy(postgres, app.database, f"item{size}s")
    program = app.program(postgres, folder)
    return Subject(point(app.name, size), program, f"{app.root}/item{size}s/")


def _start(subject: Subject) -> Start:
    started = time.perf_counter()
    with serving(subject.program, f"{subject.path}1") as server:
        wall = time.perf_counter() - started
        return Start(wall=wall, cpu=cpu_seconds(server.pid), memory=pss_mib(server.pid))


def _measure(subjects: list[Subject], postgres: Postgres, scale: Scale) -> Samples:
    log.info("measuring the last resource of each project")
    with ExitStack() as stack:
        cases = []
        for subject in subjects:
            server = stack.enter_context(serving(subject.program, f"{subject.path}1"))
            cases.append(Case(subject.label, server, Request(f"{subject.path}{{id}}")))
        return measure(cases, postgres, scale)
