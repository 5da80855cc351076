"""The order in which isort and ruff keep imported names."""

import re
from bisect import bisect_right
from collections.abc import Sequence

SortKey = tuple[object, ...]


def natural(name: str) -> SortKey:
    """Sorts as ruff's isort does: without regard to case, numbers by their value."""
    parts: list[str] = re.findall(r"\d+|\D", name.lower())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def place_for(key: SortKey, keys: Sequence[SortKey]) -> int:
    """Where a key goes among the others: in its place when they are sorted, else last."""
    return bisect_right(keys, key) if list(keys) == sorted(keys) else len(keys)
