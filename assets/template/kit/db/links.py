"""Tables that link rows of two others."""

from typing import Any, cast

from sqlalchemy import Column
from sqlalchemy.orm import RelationshipProperty


def link_columns(relationship: RelationshipProperty[Any]) -> tuple[Column[Any], Column[Any]] | None:
    """Where the table keeps the id of a row, and of what it is linked to; None without both."""
    match relationship.synchronize_pairs, relationship.secondary_synchronize_pairs:
        case [(_, near)], [(_, far)]:
            return cast(tuple[Column[Any], Column[Any]], (near, far))
    return None
