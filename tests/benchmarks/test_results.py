from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.results import Results, Rows, line, load, point, save

Make = Callable[..., Any]


def test_results_are_the_same_after_they_were_kept(tmp_path: Path, sample: Make) -> None:
    results = Results(rows=Rows({point("generated", 10_000): [sample()]}))

    save(results, tmp_path / "kept/results.json")

    assert load(tmp_path / "kept/results.json") == results


def test_before_the_first_run_there_are_none(tmp_path: Path) -> None:
    assert load(tmp_path / "results.json") == Results()


def test_a_line_has_the_points_of_its_series_alone() -> None:
    points = {point("plain", 1): ["a"], point("plain", 50): ["b"], point("plain, exact", 1): ["c"]}

    assert line(points, "plain") == {1: ["a"], 50: ["b"]}
