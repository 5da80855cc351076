"""Rounds: every case once, again and again, so that what disturbs one disturbs all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.load import Request, send
from benchmarks.postgres import Postgres
from benchmarks.processes import cpu_seconds
from benchmarks.servers import Server

WARM_UP = 1  # seconds
MICRO = 1_000_000


@dataclass(frozen=True)
class Scale:
    """How much a run measures."""

    rounds: int
    seconds: int
    starts: int
    resources: tuple[int, ...]
    rows: tuple[int, ...]


FULL = Scale(5, 2, 3, (1, 50, 200, 500), (10_000, 100_000, 1_000_000))
QUICK = Scale(2, 1, 1, (1, 50), (10_000, 100_000))


@dataclass(frozen=True)
class Case:
    """One request to one server."""

    label: str
    server: Server
    request: Request
    after: Callable[[], None] | None = None


@dataclass(frozen=True)
class Sample:
    """What a request cost in one round."""

    cpu: float  # µs of the server
    database: float  # µs of PostgreSQL
    rate: float  # requests in a second
    p50: float  # milliseconds
    p99: float  # milliseconds
    count: int
    bad: int


Samples = dict[str, list[Sample]]


def measure(cases: Sequence[Case], postgres: Postgres, scale: Scale) -> Samples:
    for case in cases:
        send(case.request, case.server.port, WARM_UP)
        _tidy(case)
    samples: Samples = {case.label: [] for case in cases}
    for number in range(scale.rounds):
        for case in cases if number % 2 == 0 else reversed(cases):
            samples[case.label].append(_sample(case, postgres, scale.seconds))
            _tidy(case)
    return samples


def _sample(case: Case, postgres: Postgres, seconds: int) -> Sample:
    server, database = cpu_seconds(case.server.pid), cpu_seconds(postgres.pid)
    answers = send(case.request, case.server.port, seconds)
    server = cpu_seconds(case.server.pid) - server
    database = cpu_seconds(postgres.pid) - database
    count = max(answers.count, 1)
    return Sample(
        cpu=server / count * MICRO,
        database=database / count * MICRO,
        rate=answers.count / answers.seconds,
        p50=answers.p50,
        p99=answers.p99,
        count=answers.count,
        bad=answers.bad,
    )


def _tidy(case: Case) -> None:
    if case.after:
        case.after()
