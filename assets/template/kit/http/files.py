"""Rows as a file, written while it is sent."""

from collections.abc import AsyncIterator, Iterator, Sequence
from enum import StrEnum
from typing import Any

from pydantic import MISSING, BaseModel
from starlette.responses import StreamingResponse
from starlette.types import Send

from kit.http.csv_cells import cell, line, quoted

# By which spreadsheets know UTF-8.
BOM = "\ufeff"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class Csv:
    """The columns of a schema: a line with their names, then a line for each row."""

    media_type = "text/csv"

    def __init__(self, schema: type[BaseModel], *, bom: bool = False) -> None:
        self._schema = schema
        fields = schema.model_fields.items()
        self._columns = [name for name, field in fields if field.default is not MISSING]
        self.head = BOM * bom + line(map(quoted, self._columns))

    def lines(self, rows: Sequence[object]) -> str:
        return "".join(line(self._cells(self._schema.model_validate(row))) for row in rows)

    def _cells(self, row: BaseModel) -> Iterator[str]:
        shown = row.model_dump(mode="json")
        return (cell(getattr(row, name), shown[name]) for name in self._columns)


class JsonLines:
    """Each row as an answer would show it."""

    media_type = "application/jsonl"
    head = ""

    def __init__(self, schema: type[BaseModel]) -> None:
        self._schema = schema

    def lines(self, rows: Sequence[object]) -> str:
        shown = (self._schema.model_validate(row).model_dump_json(by_alias=True) for row in rows)
        return "".join(f"{line}\n" for line in shown)


# How the OpenAPI document describes such a file.
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "All rows, as a file",
        "content": {kind.media_type: {"schema": {"type": "string"}} for kind in (Csv, JsonLines)},
    }
}


class StreamedFile(StreamingResponse):
    """A file to save. An error before its first part is an answer, and a later one cuts it off."""

    async def stream_response(self, send: Send) -> None:
        parts = aiter(self.body_iterator)
        self.body_iterator = _From(await anext(parts), parts)
        await super().stream_response(send)


def file_of(
    parts: AsyncIterator[Sequence[object]],
    schema: type[BaseModel],
    format: ExportFormat,
    name: str,
    *,
    bom: bool = False,
) -> StreamedFile:
    writer = Csv(schema, bom=bom) if format is ExportFormat.CSV else JsonLines(schema)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return StreamedFile(_Written(writer, parts), headers=headers, media_type=writer.media_type)


class _Written:
    """The parts as bytes. While one waits for its reader, nothing else of it is kept."""

    def __init__(self, writer: Csv | JsonLines, parts: AsyncIterator[Sequence[object]]) -> None:
        self._writer = writer
        self._parts = parts
        self._head = writer.head

    def __aiter__(self) -> "_Written":
        return self

    async def __anext__(self) -> bytes:
        head, self._head = self._head, ""
        return (head + self._writer.lines(await anext(self._parts))).encode()


class _From:
    """The first part, and then the rest."""

    def __init__(self, first: Any, rest: AsyncIterator[Any]) -> None:
        self._first = first
        self._rest = rest

    def __aiter__(self) -> "_From":
        return self

    async def __anext__(self) -> Any:
        first, self._first = self._first, None
        return await anext(self._rest) if first is None else first
