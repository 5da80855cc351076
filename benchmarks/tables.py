"""Markdown tables, and numbers in them."""

from collections.abc import Iterable, Mapping, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> list[str]:
    """Text in the first columns, numbers in the others."""
    ruler = ["---"] * texts + ["---:"] * (len(head) - texts)
    return [*(f"| {' | '.join(cells)} |" for cells in (head, ruler, *rows)), ""]


def number(value: float | None) -> str:
    """Three digits, or as many as stand before the point."""
    if value is None:
        return "-"
    if abs(value) >= 100:  # noqa: PLR2004 - three digits
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004 - the same


def percent(value: float) -> str:
    return f"{value:.0%}"


def without(missing: Mapping[str, str]) -> list[str]:
    """A line for each that could not be had."""
    lines = [f"- Without {name}: {' '.join(why.split())}" for name, why in missing.items()]
    return [*lines, ""] if lines else []
