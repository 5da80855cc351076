"""Where a new name goes among those that are imported already."""

from bisect import bisect_right
from collections.abc import Sequence

from fastapi_backend_builder.spec.order import SortKey, by_kind, natural


def place_of_name(name: str, names: Sequence[str]) -> int:
    """Where a name goes in an import of these."""
    for order in (by_kind, natural):
        keys = [order(other) for other in names]
        if keys == sorted(keys):
            return bisect_right(keys, order(name))
    return len(names)


def path_key(path: str) -> SortKey:
    """The order of modules, or of routers, by each part of their paths."""
    return tuple(map(natural, path.split(".")))


def place_for(key: SortKey, keys: Sequence[SortKey]) -> int:
    """Where a key goes among the others: in its place when they are sorted, else last."""
    return bisect_right(keys, key) if list(keys) == sorted(keys) else len(keys)
