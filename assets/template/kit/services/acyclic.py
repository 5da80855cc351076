"""Rows that refer to others of their kind, and by way of these never to themselves."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.db.locks import lock
from kit.errors import InvalidError
from kit.models.types import AnyId

Column = InstrumentedAttribute[Any]
# The id of each row, and of what it refers to.
Steps = Mapping[AnyId, AnyId | None]


class Acyclic:
    """The columns of a model that lead from row to row, and never back to the same one."""

    def __init__(self, *columns: Column) -> None:
        self._columns = columns

    async def lock(self, db: AsyncSession, names: Collection[str]) -> None:
        """Have one transaction at a time change these: two at once could close a circle.

        It comes before a lock of a row, so that no two wait for each other.
        """
        for column in self._columns:
            if column.key in names:
                await lock(db, f"acyclic {column}")

    async def check(
        self, db: AsyncSession, changes: Mapping[AnyId, Mapping[str, Any]], place: str = "{field}"
    ) -> None:
        """Refuse changes of rows, by their ids, that would lead one of them back to itself."""
        for column in self._columns:
            name = column.key
            steps = {id: values[name] for id, values in changes.items() if name in values}
            starts = [id for id in steps.values() if id is not None]
            if not starts:
                continue
            rows = await db.execute(_steps_from(column), {"starts": starts})
            known = {id: next_id for id, next_id in rows} | steps
            for position, id in enumerate(changes):
                if id in steps and _leads_back(known, id):
                    field = place.format(position=position, field=name)
                    raise InvalidError(f"{name} would lead back to the row itself", field=field)


@cache
def _steps_from(column: Column) -> Select[Any]:
    """Each row that a chain from one of the `starts` leads through, and what that refers to."""
    model = column.class_
    first = select(model.id.label("id"), column.label("next_id"))
    chain = first.where(model.id.in_(bindparam("starts", expanding=True))).cte(recursive=True)
    # A union has each row once, so a circle that is there already ends it.
    chain = chain.union(select(model.id, column).join(chain, model.id == chain.c.next_id))
    return select(chain.c.id, chain.c.next_id)


def _leads_back(steps: Steps, start: AnyId) -> bool:
    passed: set[AnyId] = set()
    at = steps[start]
    while at is not None and at not in passed:
        if at == start:
            return True
        passed.add(at)
        at = steps.get(at)
    return False
