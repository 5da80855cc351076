"""Which migrations the code has, and whether a database has them too."""

import ast
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

BEFORE = ("down_revision", "depends_on")


class Revisions(NamedTuple):
    """All of them by their names, and those that no other comes after."""

    known: frozenset[str]
    heads: frozenset[str]

    def are_in(self, stored: Collection[str]) -> bool:
        """Whether a database with these in `alembic_version` is up to date, or ahead.

        One that the code does not know was made by a newer release, which migrates first: the old
        one goes on serving beside it, and after a step back.
        """
        return self.heads <= {*stored} or not self.known.issuperset(stored)


@lru_cache(maxsize=1)
def revisions(migrations: Path) -> Revisions:
    """Read once: files that come later are of the next release."""
    return read_revisions(migrations / "versions")


def read_revisions(folder: Path) -> Revisions:
    """Without Alembic, which is slow to load."""
    found = [names for path in folder.glob("*.py") if "revision" in (names := _names(path))]
    known = frozenset(names["revision"] for names in found)
    before = (_each(names.get(word)) for names in found for word in BEFORE)
    return Revisions(known, known.difference(*before))


def _names(path: Path) -> dict[str, Any]:
    """What a revision says of itself at its top: its name, and what comes before it."""
    found = {}
    for node in ast.parse(path.read_bytes()).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in {"revision", *BEFORE}:
                found[name] = ast.literal_eval(value)
    return found


def _each(names: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """None come before the first, and several before one that unites branches."""
    return (names,) if isinstance(names, str) else names or ()
