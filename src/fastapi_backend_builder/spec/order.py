"""The order in which isort and ruff keep imported names."""

import re

SortKey = tuple[object, ...]

_PARTS = re.compile(r"\d+|\D+")


def natural(name: str) -> SortKey:
    """Sorts as ruff's isort does: without regard to case, numbers by their value."""
    parts: list[str] = _PARTS.findall(name.lower())
    return tuple([(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts])


def by_kind(name: str) -> SortKey:
    """The same, with constants first and classes next, as ruff has it by default."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, natural(name)
