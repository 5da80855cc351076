from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.processes import Cost
from benchmarks.results import Builder, Depth, Requests, Resources, Results, Rows, Start
from benchmarks.targets import Target, targets

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [(None, "not measured"), (2.6, "missed"), (2.5, "met"), (1.8, "met, stretch too")],
)
def test_a_target_says_what_became_of_it(found: float | None, verdict: str) -> None:
    assert Target("R1", 2.5, 1.8, found).verdict == verdict


def test_without_a_stretch_a_target_is_met_or_missed() -> None:
    assert Target("memory", 0.8, None, 0.1).verdict == "met"


def test_what_was_not_measured_is_not_judged() -> None:
    assert {target.verdict for target in targets(Results())} == {"not measured"}


def test_every_target_can_be_measured(sample: Make) -> None:
    rounds = [sample()]
    kinds = ("R1", "R2", "R3", "R4", "R5")
    apps = {"generated": rounds, "plain": rounds, "raw": rounds}
    sizes = {f"generated @ {size}": rounds for size in (1, 200, 500)}
    starts = {f"{app} @ 200": [Start(wall=1, cpu=1, memory=1)] for app in ("generated", "plain")}
    cursors = {
        f"generated, cursor at page {page} @ {rows}": rounds
        for page in (1, 5000)
        for rows in (100_000, 1_000_000)
    }
    adding = ("fbb add resource @ 1", "fbb add resource @ 500", "fbb add resource, 60 in a file")
    commands = ("fbb --help", "fbb new", *adding)
    results = Results(
        requests=Requests(dict.fromkeys(kinds, apps), versions={}, missing={}),
        resources=Resources(starts, sizes, missing={}),
        rows=Rows({f"generated @ {rows}": rounds for rows in (10_000, 1_000_000)}),
        depth=Depth(cursors, has_cursor=True),
        builder=Builder({name: [Cost(cpu=0.01, wall=0.01)] for name in commands}),
    )

    assert [target.what for target in targets(results) if target.found is None] == []
