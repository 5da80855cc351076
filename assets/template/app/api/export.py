"""Whole lists as files."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel

from app.core.export import ExportFormat, StreamedFile, file_of
from app.db.session import Database
from app.dependencies import get_database
from app.schemas.common import FilterSchema
from app.services.batches import batches
from app.services.listing import Listing


class FileMaker:
    """Called with a name, a list, what shows its rows and what narrows it: the list as a file."""

    def __init__(self, database: Database, format: ExportFormat, sort: str) -> None:
        self._database = database
        self._format = format
        self._sort = sort

    def __call__(
        self,
        name: str,
        listing: Listing[Any],
        schema: type[BaseModel],
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> StreamedFile:
        parts = batches(self._database, listing, self._sort, filters, **values)
        return file_of(parts, schema, self._format, name)


async def get_file_maker(
    database: Annotated[Database, Depends(get_database)],
    format: Annotated[
        ExportFormat, Query(description="CSV with a line of names, or a JSON object a line")
    ] = ExportFormat.CSV,
    sort: Annotated[
        str, Query(max_length=64, description="a column, downwards with a minus before it")
    ] = "id",
) -> FileMaker:
    return FileMaker(database, format, sort)


AsFile = Annotated[FileMaker, Depends(get_file_maker)]
