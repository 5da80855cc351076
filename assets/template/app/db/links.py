"""Tables that link rows of two others."""

from typing import Any, cast

from sqlalchemy import Column
from sqlalchemy.orm import RelationshipProperty


def link_columns(relationship: RelationshipProperty[Any]) -> tuple[Column[Any], Column[Any]] | None:
    """Where the table keeps the id of a row, and of what it is linked to; None without one."""
    if not relationship.secondary_synchronize_pairs:
        return None
    ((_, near),) = relationship.synchronize_pairs
    ((_, far),) = relationship.secondary_synchronize_pairs
    return cast(tuple[Column[Any], Column[Any]], (near, far))
