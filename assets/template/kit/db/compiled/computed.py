"""What the database computes of a row, loaded where that is written: later nobody waits for it."""

from functools import cache
from typing import Any

from sqlalchemy import Column
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, attributes


async def load_computed(db: AsyncSession, instance: object) -> None:
    """To be called after a flush of the session."""
    state = attributes.instance_state(instance)
    keys, expressions = _keys(state.mapper)
    if unknown := expressions | (keys & state.expired_attributes):
        await db.refresh(instance, sorted(unknown))


@cache
def _keys(mapper: Mapper[Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Those of all columns, and those of expressions, which change with other columns."""
    loaded = [attribute for attribute in mapper.column_attrs if not attribute.deferred]
    return (
        frozenset(attribute.key for attribute in loaded),
        frozenset(a.key for a in loaded if not isinstance(a.columns[0], Column)),
    )
