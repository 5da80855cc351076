"""Relationships, as deletes and inserts of single rows see them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Mapper, RelationshipDirection, RelationshipProperty


def is_followed(relationship: RelationshipProperty[Any]) -> bool:
    """Whether the session looks after what refers to a row that it deletes."""
    if relationship.direction is RelationshipDirection.MANYTOONE:
        return relationship.cascade.delete
    by_database = relationship.passive_deletes
    return not by_database or (by_database != "all" and relationship.secondary is None)


def own_kind(mapper: Mapper[Any]) -> Iterator[tuple[str, str]]:
    """The relationships that may lead from a row to itself, and where the row has that id."""
    for relationship in mapper.relationships:
        if relationship.direction is RelationshipDirection.MANYTOONE:
            for column in relationship.local_columns if relationship.mapper is mapper else ():
                yield relationship.key, mapper.get_property_by_column(column).key
