"""Draws charts with matplotlib; a program of its own, as the builder does not need matplotlib."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator

COLORS = {
    "generated": "#0b6e4f",
    "plain": "#6c757d",
    "fastcrud": "#b56576",
    "litestar": "#7b5ea7",
    "s3rius": "#c9822b",
    "raw": "#b8bec4",
}
OTHER = "#457b9d"
# Inches.
WIDTH = 9.0
BAR_HEIGHT = 0.26
COLUMNS = 3
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "benchmarks",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def main(data: str, folder: Path) -> None:
    mpl.use("svg")
    mpl.rcParams.update(SETTINGS)
    drawings = {"Bars": draw_bars, "Lines": draw_lines}
    for chart in json.loads(data):
        figure = drawings[chart["kind"]](chart)
        figure.suptitle(f"{chart['title']}, {chart['unit']}", x=0.01, ha="left", weight="bold")
        figure.tight_layout()
        figure.savefig(folder / f"{chart['file']}.svg", metadata={"Date": None})
        plt.close(figure)


def draw_bars(chart: dict[str, Any]) -> Figure:
    panels = chart["panels"]
    columns = min(len(panels), COLUMNS)
    rows = -(-len(panels) // columns)
    height = BAR_HEIGHT * max(map(len, panels.values())) + 0.6
    figure = plt.figure(figsize=(WIDTH, height * rows + 0.3))
    places: list[Axes] = [*figure.subplots(rows, columns, squeeze=False).flat]
    for place, (title, bars) in zip(places, panels.items(), strict=False):
        _draw_panel(place, title, bars)
    for unused in places[len(panels) :]:
        unused.axis("off")
    return figure


def _draw_panel(place: Axes, title: str, bars: dict[str, float]) -> None:
    names = list(bars)[::-1]
    values = [bars[name] for name in names]
    drawn = place.barh(names, values, color=[_color(name) for name in names])
    place.bar_label(drawn, labels=[_number(value) for value in values], padding=3)
    place.set_title(title, loc="left", fontsize=9)
    place.set_xlim(0, max(values) * 1.3)
    place.xaxis.set_visible(False)
    place.spines["bottom"].set_visible(False)


def draw_lines(chart: dict[str, Any]) -> Figure:
    figure = plt.figure(figsize=(WIDTH * 0.7, 3.4))
    place = figure.subplots()
    lines = chart["lines"]
    for name, points in lines.items():
        sizes = [int(size) for size in points]
        style = "--" if "," in name else "-"
        place.plot(sizes, list(points.values()), style, marker="o", color=_color(name), label=name)
        for size, value in points.items():
            highest = max(other.get(size, 0) for other in lines.values())
            side, away = ("bottom", 3) if value == highest else ("top", -3)
            where = {"xytext": (4, away), "textcoords": "offset points", "va": side}
            place.annotate(_number(value), (int(size), value), fontsize=8, **where)
    ticks = sorted({int(size) for points in lines.values() for size in points})
    _scale(place, ticks, chart["sizes"])
    return figure


def _scale(place: Axes, sizes: list[int], title: str) -> None:
    place.set_xscale("log")
    place.set_yscale("log")
    place.margins(x=0.12, y=0.2)
    place.set_xticks(sizes, [f"{size:,}" for size in sizes])
    place.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    place.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    place.minorticks_off()
    place.set_xlabel(title)
    place.grid(axis="y", alpha=0.3)
    place.legend(frameon=False, loc="upper left", fontsize=8)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004 - two digits


def _color(name: str) -> str:
    """That of the application, which a name begins with."""
    return COLORS.get(name.partition(",")[0], OTHER)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
