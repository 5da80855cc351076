"""Has the charts drawn, in an environment of its own."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.charts import Chart
from benchmarks.environments import environment
from benchmarks.places import FOLDER
from benchmarks.processes import run


def draw(charts: Sequence[Chart], folder: Path) -> None:
    """One SVG for each chart."""
    python = environment("plots", (FOLDER / "plots.txt").read_text())
    data = json.dumps([{"kind": type(chart).__name__, **asdict(chart)} for chart in charts])
    run([python, FOLDER / "drawing.py", data, folder], FOLDER)
