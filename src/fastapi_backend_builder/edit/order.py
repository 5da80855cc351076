"""The order in which isort and ruff keep imported names."""

import re
from bisect import bisect_right
from collections.abc import Sequence

SortKey = tuple[object, ...]


def natural(name: str) -> SortKey:
    """Sorts as ruff's isort does: without regard to case, numbers by their value."""
    parts: list[str] = re.findall(r"\d+|\D", name.lower())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def by_kind(name: str) -> SortKey:
    """The same, with constants first and classes next, as ruff has it by default."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, natural(name)


def place_of_name(name: str, names: Sequence[str]) -> int:
    """Where a name goes in an import of these."""
    keys = [by_kind(other) for other in names]
    order = by_kind if keys == sorted(keys) else natural
    return place_for(order(name), [order(other) for other in names])


def place_for(key: SortKey, keys: Sequence[SortKey]) -> int:
    """Where a key goes among the others: in its place when they are sorted, else last."""
    return bisect_right(keys, key) if list(keys) == sorted(keys) else len(keys)
