"""How many bytes rows have, which the database says before it has to send them."""

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, LargeBinary, String, Text, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import ARRAY, TypeDecorator, TypeEngine

# Rows of models that can have no more than this are not asked for their sizes.
SMALL_ROW = 8 * 1024
BYTES_OF_A_CHARACTER = 4


class byte_length(FunctionElement[int]):  # noqa: N801 - it is a function of SQL
    """Of a text, a document or bytes; PostgreSQL looks no further than the length that it keeps."""

    type = BigInteger()
    name = "byte_length"
    inherit_cache = True


@compiles(byte_length)
def _in_postgresql(element: byte_length, compiler: SQLCompiler, **options: Any) -> str:
    return f"octet_length({compiler.process(element.clauses, **options)})"


@compiles(byte_length, "sqlite")
def _in_sqlite(element: byte_length, compiler: SQLCompiler, **options: Any) -> str:
    return f"length(CAST({compiler.process(element.clauses, **options)} AS BLOB))"


def size_of(mapper: Mapper[Any]) -> ColumnElement[int] | None:
    """The bytes of a row, or None where they cannot be many."""
    columns = [attribute.columns[0] for attribute in mapper.column_attrs]
    large = [column for column in columns if _largest(column.type)]
    if sum(filter(None, (_largest(column.type) for column in large))) <= SMALL_ROW:
        return None
    sizes = (func.coalesce(byte_length(_measurable(column)), 0) for column in large)
    size: ColumnElement[int] = sum(sizes, start=cast(0, BigInteger))
    return size


def fitting(sizes: Iterable[int], budget: int) -> int:
    """How many of the first rows are within a budget; one always is."""
    return max(1, sum(total <= budget for total in accumulate(sizes)))


def _largest(type_: TypeEngine[Any]) -> float:
    """As many bytes as a value can have, or 0 where that is no matter."""
    if isinstance(type_, TypeDecorator):
        return _largest(type_.impl_instance)
    if isinstance(type_, String | LargeBinary):
        return BYTES_OF_A_CHARACTER * type_.length if type_.length else float("inf")
    return float("inf") if isinstance(type_, JSON | ARRAY) else 0


def _measurable(column: ColumnElement[Any]) -> ColumnElement[Any]:
    is_bytes = isinstance(column.type, LargeBinary)
    return column if is_bytes else cast(column, Text)
