"""What endpoints for many rows ask for."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from kit.schemas.bulk import MAX_BULK
from kit.schemas.types import Id

_MANY: Any = Query(
    alias="id", min_length=1, max_length=MAX_BULK, json_schema_extra={"uniqueItems": True}
)

Ids = Annotated[list[Id], _MANY]
Uuids = Annotated[list[UUID], _MANY]
