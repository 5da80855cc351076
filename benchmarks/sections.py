"""The sections of the report on growth, and on the builder."""

from collections.abc import Sequence
from statistics import median

from benchmarks.figures import both, cpu, database, middle, rate, ratio, spread
from benchmarks.measure import Sample, Samples
from benchmarks.results import Results, Start, line
from benchmarks.tables import number, percent, table, without

SIDES = ("generated", "plain")
RESOURCES_HEAD = ("CPU µs", "of that of 1", "start s", "start CPU s", "memory MiB")


def resources(results: Results) -> list[str]:
    found = results.resources
    if found is None:
        return []
    pairs = [(name, line(found.samples, name), line(found.starts, name)) for name in SIDES]
    rows = [
        (f"{name}, {size}", *_request_cells(samples, size), *_start_cells(starts[size]))
        for name, samples, starts in pairs
        for size in samples
    ]
    return [
        "## More resources",
        "",
        "`GET` of one row of the last resource, and the process from its start to its first 200.",
        "",
        "![CPU of a request](plots/resources.svg) ![Start](plots/start.svg)",
        "",
        *table(("resources", *RESOURCES_HEAD), rows),
        *without({label.replace(" @ ", ", "): why for label, why in found.missing.items()}),
    ]


def _request_cells(samples: dict[int, list[Sample]], size: int) -> tuple[str, str]:
    first = samples[min(samples)]
    return number(middle(samples[size], cpu)), number(ratio(samples[size], first, cpu))


def _start_cells(starts: Sequence[Start]) -> tuple[str, ...]:
    values = [(one.wall, one.cpu, one.memory) for one in starts]
    return tuple(number(median(column)) for column in zip(*values, strict=True))


def rows(results: Results) -> list[str]:
    if results.rows is None:
        return []
    return [
        "## More rows",
        "",
        "The first page of a list with default options.",
        "",
        "![CPU of a list](plots/rows.svg)",
        "",
        *_lists(results.rows.samples, "rows"),
    ]


def depth(results: Results) -> list[str]:
    found = results.depth
    if found is None:
        return []
    missing = [] if found.has_cursor else ["Lists by cursor are not there.", ""]
    return [
        "## Deep pages",
        "",
        "Pages of 20 items, by their number and by a cursor.",
        "",
        *missing,
        "![CPU of a page](plots/depth.svg)",
        "",
        *_lists(found.samples, "list, rows"),
    ]


def _lists(samples: Samples, title: str) -> list[str]:
    head = (title, "CPU µs", "PostgreSQL µs", "together µs", "spread", "requests/s")
    return table(head, [_list_row(label, found) for label, found in samples.items()])


def _list_row(label: str, found: Sequence[Sample]) -> tuple[str, ...]:
    costs = (number(middle(found, value)) for value in (cpu, database, both))
    name = label.replace(" @ ", ", ")
    return name, *costs, percent(spread(found, both)), number(middle(found, rate))


def builder(results: Results) -> list[str]:
    if results.builder is None:
        return []
    rows = [
        (
            label.replace(" @ ", ", resources in the project: "),
            number(median(cost.cpu for cost in costs)),
            number(median(cost.wall for cost in costs)),
            number(min(cost.cpu for cost in costs)),
            str(len(costs)),
        )
        for label, costs in results.builder.costs.items()
    ]
    head = ("whole process", "CPU s", "wall s", "least CPU s", "runs")
    return ["## The builder", "", *table(head, rows)]
