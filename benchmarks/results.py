"""What the parts found, as it is kept between runs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from benchmarks.measure import Samples
from benchmarks.processes import Cost

T = TypeVar("T")

# The series of lists whose total is asked to be exact, where that has to be asked for.
EXACT = "generated, exact total"


def point(series: str, size: int) -> str:
    """The label of one point of a line: what it is of, and at which size."""
    return f"{series} @ {size}"


def line(points: dict[str, list[T]], series: str) -> dict[int, list[T]]:
    """The points of one line by their sizes."""
    found = {}
    for label, values in points.items():
        name, _, size = label.rpartition(" @ ")
        if name == series:
            found[int(size)] = values
    return found


@dataclass(frozen=True)
class Start:
    """A process from its start to its first answer."""

    wall: float  # seconds
    cpu: float  # seconds
    memory: float  # MiB


@dataclass(frozen=True)
class Requests:
    samples: dict[str, Samples]  # by kind of request, then by application
    versions: dict[str, dict[str, str]]
    missing: dict[str, str]  # applications that could not be had, and why


@dataclass(frozen=True)
class Resources:
    starts: dict[str, list[Start]]
    samples: Samples
    missing: dict[str, str]  # projects that do not start, and why


@dataclass(frozen=True)
class Rows:
    samples: Samples


@dataclass(frozen=True)
class Depth:
    samples: Samples
    has_cursor: bool


@dataclass(frozen=True)
class Builder:
    costs: dict[str, list[Cost]]


@dataclass(frozen=True)
class Circumstances:
    """When a part was measured, of what, and how."""

    date: str
    commit: str
    postgres: str
    generator: str
    rounds: int
    seconds: int
    load: float  # processes that wanted to run, on average over the minute before
    minutes: float


@dataclass(frozen=True)
class Results:
    """The parts that there are."""

    requests: Requests | None = None
    resources: Resources | None = None
    rows: Rows | None = None
    depth: Depth | None = None
    builder: Builder | None = None
    circumstances: dict[str, Circumstances] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)  # of parts


_adapter = TypeAdapter(Results)


def load(path: Path) -> Results:
    return _adapter.validate_json(path.read_bytes()) if path.exists() else Results()


def save(results: Results, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_adapter.dump_json(results, indent=1))
