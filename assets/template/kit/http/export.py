"""Whole lists as files."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel

from kit.db.session import Database
from kit.errors import InvalidError
from kit.http.files import ExportFormat, StreamedFile, file_of
from kit.http.pagination import SEARCH, SORT, searched_text
from kit.http.sessions import get_database
from kit.schemas.common import FilterSchema
from kit.services.batches import Batches, Selection
from kit.services.listing import Listing


class FileMaker:
    """Called with a name, what shows the rows and what narrows the list: the list as a file."""

    def __init__(
        self,
        database: Database,
        listing: Listing[Any],
        format: ExportFormat,
        selection: Selection,
        *,
        bom: bool,
    ) -> None:
        self._database = database
        self._listing = listing
        self._format = format
        self._selection = selection
        self._bom = bom

    def __call__(
        self,
        name: str,
        schema: type[BaseModel],
        filters: FilterSchema | None = None,
        **values: Any,
    ) -> StreamedFile:
        parts = Batches(self._database, self._listing, self._selection, filters, **values)
        return file_of(parts, schema, self._format, name, bom=self._bom)


def AsFile(listing: Listing[Any]) -> Any:  # noqa: N802 - reads as a type: Annotated[FileMaker, ...]
    """What makes a file of this list, as the client asks for it."""
    return Depends(file_maker(listing))


def file_maker(listing: Listing[Any]) -> Callable[..., Awaitable[FileMaker]]:
    async def get_file_maker(
        database: Annotated[Database, Depends(get_database)],
        format: Annotated[
            ExportFormat, Query(description="CSV with a line of names, or a JSON object a line")
        ] = ExportFormat.CSV,
        bom: Annotated[
            bool, Query(description="begin CSV with a byte order mark, for spreadsheets")
        ] = False,
        sort: Annotated[str, SORT, listing.sorts] = "id",
        q: Annotated[
            str | None,
            Query(description=SEARCH, include_in_schema=listing.has_search),
            searched_text(has_search=listing.has_search),
        ] = None,
    ) -> FileMaker:
        if bom and format is not ExportFormat.CSV:
            raise InvalidError("is for CSV alone", field="bom", location="query")
        return FileMaker(database, listing, format, Selection(sort, q), bom=bom)

    return get_file_maker
