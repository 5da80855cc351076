"""The order in which isort keeps imports, and where one more belongs."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from fastapi_backend_builder.edit.order import place_for
from fastapi_backend_builder.spec.kit import KIT
from fastapi_backend_builder.spec.order import SortKey, natural


class Imported(NamedTuple):
    """What an import is sorted by: its module as written, and the first name of it."""

    module: str
    name: str = "*"
    aliased: bool = False
    is_from: bool = True

    @property
    def root(self) -> str:
        return self.module.partition(".")[0]


def place_beside(
    run: Sequence[Imported], new: Imported, first_party: str | None = None
) -> tuple[int, bool, bool]:
    """Which import a new one stands beside, whether above it, and whether a blank line apart."""
    root = first_party or new.root
    sections = [_section(found, root) for found in run]
    section = _section(new, root)
    group = [index for index, other in enumerate(sections) if other == section]
    if group:
        place = place_for(_sort_key(new), [_sort_key(run[index]) for index in group])
        return group[max(place - 1, 0)], place == 0, False
    earlier = [index for index, other in enumerate(sections) if other < section]
    return (earlier[-1], False, True) if earlier else (0, True, True)


def _section(found: Imported, first_party: str) -> int:
    """The sections of isort, in their order."""
    if found.root == "__future__":
        return 0
    if not found.root:
        return 4  # relative
    if found.root in (first_party, KIT):
        return 3
    return 1 if found.root in sys.stdlib_module_names else 2


def _sort_key(found: Imported) -> SortKey:
    return found.is_from, natural(found.module), found.aliased, natural(found.name)
