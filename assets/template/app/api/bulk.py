"""What endpoints for many rows ask for."""

from typing import Annotated

from fastapi import Query

from app.schemas.bulk import MAX_BULK
from app.schemas.types import Id

Ids = Annotated[
    list[Id],
    Query(alias="id", min_length=1, max_length=MAX_BULK, json_schema_extra={"uniqueItems": True}),
]
