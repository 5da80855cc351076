"""The section of the report that holds the applications side by side."""

from collections.abc import Sequence

from benchmarks.apps import ALL
from benchmarks.figures import bad, both, cpu, database, middle, p50, p99, rate, ratio, spread
from benchmarks.measure import Samples
from benchmarks.results import EXACT, Requests, Results
from benchmarks.tables import number, percent, table, without

TITLES = {
    "R1": "R1: `GET /items/{id}`",
    "R2": "R2: `GET /items?page=&size=20`, with the total",
    "R3": "R3: `POST /items`, committed before the answer",
    "R4": "R4: R1 behind a JWT, with the user's row loaded",
    "R5": "R5: `GET /health`",
}
HEAD = ("CPU µs", "spread", "of raw", "of plain", "PostgreSQL µs", "requests/s", "p50 ms", "p99 ms")
PEERS = ("plain", "fastcrud", "litestar", "s3rius")
# Of CPU, CPU with PostgreSQL, requests/s and p99.
LESS_IS_BETTER = (True, True, False, True)


def requests(results: Results) -> list[str]:
    found = results.requests
    if found is None:
        return []
    lines = ["## A request", "", "![CPU of a request](plots/requests.svg)", ""]
    for kind, title in TITLES.items():
        rows = [_row(name, found.samples[kind]) for name in found.samples[kind]]
        lines += [f"### {title}", "", *table((kind, *HEAD), rows)]
    return [*lines, *_losses(found), *_applications(found)]


def _row(name: str, samples: Samples) -> Sequence[str]:
    own = samples[name]
    if bad(own):
        return (name, f"failed: {bad(own)} bad answers", *[""] * (len(HEAD) - 1))
    values = (cpu, database, rate, p50, p99)
    costs = [number(middle(own, value)) for value in values]
    ratios = [_over(samples, name, base) for base in ("raw", "plain")]
    return (name, costs[0], percent(spread(own, cpu)), *ratios, *costs[1:])


def _over(samples: Samples, name: str, base: str) -> str:
    return number(ratio(samples[name], samples[base], cpu)) if base in samples else "-"


def _losses(found: Requests) -> list[str]:
    """The peers that have something better, with all that they have over ours."""
    rows = [
        (f"{kind}, {peer}", *map(_lost, _compared(samples, peer), LESS_IS_BETTER))
        for kind, samples in found.samples.items()
        for peer in PEERS
        if peer in samples and not bad(samples[peer]) and _loses(samples, peer)
    ]
    head = ("peer over generated", "CPU", "with PostgreSQL", "requests/s", "p99")
    said = table(head, rows) if rows else ["Nowhere, in this run.", ""]
    return ["### Where the generated project loses to a peer", "", *said]


def _compared(samples: Samples, peer: str) -> list[float]:
    # Peers count all rows, so they are held against a list that does, too.
    ours = samples.get(EXACT, samples["generated"])
    return [ratio(samples[peer], ours, value) for value in (cpu, both, rate, p99)]


def _loses(samples: Samples, peer: str) -> bool:
    return any(map(_is_lost, _compared(samples, peer), LESS_IS_BETTER))


def _is_lost(part: float, less_is_better: bool) -> bool:
    shown = round(part, 2)
    return shown < 1 if less_is_better else shown > 1


def _lost(part: float, less_is_better: bool) -> str:
    return f"**{number(part)}**" if _is_lost(part, less_is_better) else number(part)


def _applications(found: Requests) -> list[str]:
    rows = [
        (app.name, app.what, ", ".join(f"{k} {v}" for k, v in found.versions[app.name].items()))
        for app in ALL
        if app.name in found.versions
    ]
    head = ("application", "is", "of")
    lines = table(head, rows, texts=3)
    return ["### The applications", "", *lines, *without(found.missing)]
