"""What the plots show: plain data, which another environment draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.figures import Value, both, cpu, middle
from benchmarks.measure import Sample
from benchmarks.results import Results, line

Points = dict[str, float]


@dataclass(frozen=True)
class Bars:
    """Panels side by side, each with a bar for every name."""

    file: str
    title: str
    unit: str
    panels: dict[str, Points]


@dataclass(frozen=True)
class Lines:
    """Lines over sizes, both axes logarithmic."""

    file: str
    title: str
    unit: str
    sizes: str
    lines: dict[str, dict[int, float]]


Chart = Bars | Lines


def charts(results: Results) -> list[Chart]:
    return [
        *_requests(results),
        *_resources(results),
        *_rows(results),
        *_depth(results),
    ]


def _requests(results: Results) -> Iterator[Chart]:
    if found := results.requests:
        panels = {
            kind: {name: middle(own, cpu) for name, own in samples.items()}
            for kind, samples in found.samples.items()
        }
        yield Bars("requests", "CPU of the server for one request", "µs", panels)


def _resources(results: Results) -> Iterator[Chart]:
    if found := results.resources:
        sides = ("generated", "plain")
        costs = {name: _medians(line(found.samples, name), cpu) for name in sides}
        title = "CPU of the server for GET one of the last resource"
        yield Lines("resources", title, "µs", "resources", costs)
        starts = {
            name: {
                size: median(one.cpu for one in own)
                for size, own in line(found.starts, name).items()
            }
            for name in sides
        }
        yield Lines("start", "CPU from the start to the first 200", "s", "resources", starts)


def _rows(results: Results) -> Iterator[Chart]:
    if found := results.rows:
        names = dict.fromkeys(label.rpartition(" @ ")[0] for label in found.samples)
        lines = {name: _medians(line(found.samples, name), both) for name in names}
        title = "CPU of server and database for the first page of a list"
        yield Lines("rows", title, "µs", "rows", lines)


def _depth(results: Results) -> Iterator[Chart]:
    if found := results.depth:
        panels: dict[str, Points] = {}
        for label, samples in found.samples.items():
            name, _, rows = label.rpartition(" @ ")
            panels.setdefault(f"{int(rows):,} rows", {})[name] = middle(samples, both)
        yield Bars("depth", "CPU of server and database for one page", "µs", panels)


def _medians(points: dict[int, list[Sample]], value: Value) -> dict[int, float]:
    return {size: middle(samples, value) for size, samples in points.items()}
