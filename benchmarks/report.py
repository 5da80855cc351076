"""RESULTS.md: the tables, and the plots beside it."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.charts import charts
from benchmarks.comparison import requests
from benchmarks.machine import describe_machine
from benchmarks.places import FOLDER, WORK, fresh
from benchmarks.plots import draw
from benchmarks.results import Circumstances, Results
from benchmarks.sections import builder, depth, resources, rows
from benchmarks.tables import number, table, without
from benchmarks.targets import targets

Section = Callable[[Results], list[str]]
SECTIONS: tuple[Section, ...] = (requests, resources, rows, depth, builder)


def write_report(results: Results, command: str, *, publish: bool) -> Path:
    """Beside this module for everybody, or in the working folder for whoever tries things out."""
    folder = FOLDER if publish else WORK / "report"
    draw(charts(results), fresh(folder / "plots"))
    path = folder / "RESULTS.md"
    lines = [*_head(results, command), *_targets(results)]
    for section in SECTIONS:
        lines += section(results)
    path.write_text("\n".join(lines))
    return path


def _head(results: Results, command: str) -> list[str]:
    machine = [*describe_machine().items()]
    postgres = {one.postgres for one in results.circumstances.values()}
    generators = {one.generator for one in results.circumstances.values()}
    machine += [("PostgreSQL", ", ".join(postgres)), ("Load generator", ", ".join(generators))]
    parts = [_when(name, one) for name, one in results.circumstances.items()]
    return [
        "# Results",
        "",
        f"Written by `{command}`. [README.md](README.md) says how it is measured, and what these",
        "numbers do not say. CPU is user and system time; µs are of one request.",
        "",
        *table(("machine", ""), machine, texts=2),
        *table(("part", "date", "commit", "rounds", "load before", "minutes"), parts, texts=3),
        *without(results.failures),
    ]


def _when(name: str, one: Circumstances) -> tuple[str, ...]:
    rounds = f"{one.rounds} of {one.seconds} s"
    return name, one.date, one.commit, rounds, f"{one.load:.1f}", f"{one.minutes:.1f}"


def _targets(results: Results) -> list[str]:
    found = targets(results)
    lines = [
        (
            one.what,
            f"≤ {number(one.limit)}{one.unit}",
            f"≤ {number(one.stretch)}{one.unit}" if one.stretch else "",
            number(one.found) + (one.unit if one.found is not None else ""),
            one.verdict,
        )
        for one in found
    ]
    return ["## Targets", "", *table(("", "target", "stretch", "measured", ""), lines)]
