"""What a generated project and the builder are to reach, and whether they do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.figures import both, cpu, ratio
from benchmarks.results import Results, Start, line

Found = float | None
SAMPLED = ("R1", "R3", "R4")


@dataclass(frozen=True)
class Target:
    """A number that is not to be larger than this."""

    what: str
    limit: float
    stretch: float | None
    found: Found
    unit: str = ""

    @property
    def verdict(self) -> str:
        if self.found is None:
            return "not measured"
        if self.found > self.limit:
            return "missed"
        return "met" if self.stretch is None or self.found > self.stretch else "met, stretch too"


def targets(results: Results) -> list[Target]:
    return [*_requests(results), *_growth(results), *_lists(results), *_builder(results)]


def _requests(results: Results) -> Iterator[Target]:
    for kind in SAMPLED:
        yield Target(f"{kind}, CPU over the limit", 2.5, 1.8, _over(results, kind, "raw"))
    for kind in SAMPLED:
        found = _over(results, kind, "plain")
        yield Target(f"{kind}, CPU over plain FastAPI", 1 / 3.5, 1 / 5, found)
    yield Target("R5, CPU over the limit", 2.5, 1.8, _over(results, "R5", "raw"))


def _over(results: Results, kind: str, base: str) -> Found:
    if results.requests is None or base not in results.requests.samples[kind]:
        return None
    samples = results.requests.samples[kind]
    return ratio(samples["generated"], samples[base], cpu)


def _growth(results: Results) -> Iterator[Target]:
    last = None
    if results.resources:
        points = line(results.resources.samples, "generated")
        last = ratio(points[500], points[1], cpu) if 500 in points else None  # noqa: PLR2004
    yield Target("R1 of the last of 500 resources over that of 1, CPU", 1.15, 1.0, last)
    start = "Import to first 200 with 200 resources over plain FastAPI"
    yield Target(f"{start}, wall", 0.6, 0.4, _start_over_plain(results, lambda one: one.wall))
    yield Target(f"{start}, CPU", 0.6, 0.4, _start_over_plain(results, lambda one: one.cpu))
    memory = _start_over_plain(results, lambda one: one.memory)
    yield Target("Memory with 200 resources over plain FastAPI", 0.8, None, memory)


def _start_over_plain(results: Results, value: Callable[[Start], float]) -> Found:
    if results.resources is None:
        return None
    sides = [line(results.resources.starts, name).get(200) for name in ("generated", "plain")]
    ours, plain = (median(map(value, starts)) if starts else None for starts in sides)
    return ours / plain if ours and plain else None


def _lists(results: Results) -> Iterator[Target]:
    for rows in (100_000, 1_000_000):
        deep = None
        if results.depth:
            first = line(results.depth.samples, "generated, cursor at page 1").get(rows)
            last = line(results.depth.samples, "generated, cursor at page 5000").get(rows)
            deep = ratio(last, first, both) if first and last else None
        what = f"Page 5000 over page 1 by cursor, {rows:,} rows, CPU of server and database"
        yield Target(what, 1.2, 1.0, deep)
    growth = None
    if results.rows:
        points = line(results.rows.samples, "generated")
        most, least = points.get(1_000_000), points.get(10_000)
        growth = ratio(most, least, both) if most and least else None
    what = "List of 1,000,000 rows over that of 10,000, CPU of server and database"
    yield Target(what, 1.3, 1.0, growth)


def _builder(results: Results) -> Iterator[Target]:
    costs = results.builder.costs if results.builder else {}
    walls = {name: median(cost.wall for cost in found) for name, found in costs.items()}
    cpus = {name: median(cost.cpu for cost in found) for name, found in costs.items()}
    few, many = cpus.get("fbb add resource @ 1"), cpus.get("fbb add resource @ 500")
    yield Target("`fbb new`, wall", 0.5, 0.25, walls.get("fbb new"), " s")
    add = "`fbb add resource`"
    yield Target(f"{add}, wall", 1.0, 0.5, walls.get("fbb add resource @ 1"), " s")
    said = cpus.get("fbb --help")
    yield Target("`fbb --help`, CPU", 100, 60, said and said * 1000, " ms")
    yield Target(f"{add} with a reference, CPU", 0.4, 0.25, few, " s")
    growth = many / few if few and many else None
    yield Target(f"{add} to 500 resources over that to 1, CPU", 1.1, 1.0, growth)
    sixty = cpus.get("fbb add resource, 60 in a file")
    yield Target(f"{add} of a file of 60, CPU", 5.0, 2.5, sixty, " s")
