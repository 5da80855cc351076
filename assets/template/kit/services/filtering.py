"""What the fields of a filter schema mean in SQL."""

from collections.abc import Callable, Container, Sequence
from operator import eq, ge, gt, le, lt
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    SQLColumnExpression,
    Text,
    bindparam,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from kit.db.links import link_columns
from kit.schemas.common import FilterSchema

LIKE = "like"
SEARCH = "q"
ESCAPE = "/"


def _contains(column: SQLColumnExpression[str], pattern: ColumnElement[str]) -> ColumnElement[bool]:
    return column.ilike(pattern, escape=ESCAPE)


Operator = Callable[[Any, Any], Any]

OPERATORS: dict[str, Operator] = {
    "ge": ge,
    "gt": gt,
    "le": le,
    "lt": lt,
    LIKE: _contains,
}


class Filter:
    """One field: a column has this value, or is above or below it, or holds it as a part.

    Or the column is that of a link, and one of the row's links has the value.
    """

    def __init__(self, model: type[Any], name: str) -> None:
        # A statement may have parameters of its own, such as whose the rows are.
        self.key = f"filter_{name}"
        link = _link(name, model)
        key, word = (name, "") if link else _split(name, model, inspect(model).column_attrs)
        self._is_part = word == LIKE
        operator: Operator = OPERATORS.get(word, eq)
        column = link[1] if link else getattr(model, key)
        condition = operator(column, bindparam(self.key, type_=column.type))
        self.condition: ColumnElement[bool] = (
            model.id.in_(select(link[0]).where(condition)) if link else condition
        )

    def value(self, given: Any) -> Any:
        return _pattern(given) if self._is_part else given


class Search:
    """One text, which any of some columns holds as a part."""

    # A statement may have parameters of its own.
    key = "list_search"

    def __init__(self, columns: Sequence[InstrumentedAttribute[Any]]) -> None:
        pattern = bindparam(self.key, type_=Text())
        self.condition = or_(*(_contains(column, pattern) for column in columns))

    def value(self, given: str) -> str:
        return _pattern(given)


def filters_of(
    schema: type[FilterSchema] | None,
    model: type[Any],
    searched: Sequence[InstrumentedAttribute[Any]],
) -> dict[str, Filter | Search]:
    """The filters by their names."""
    names = schema.model_fields if schema else ()
    search = {SEARCH: Search(searched)} if searched else {}
    return {name: Filter(model, name) for name in names} | search


def _pattern(part: str) -> str:
    for special in f"{ESCAPE}%_":
        part = part.replace(special, f"{ESCAPE}{special}")
    return f"%{part}%"


def _link(name: str, model: type[Any]) -> tuple[Column[Any], Column[Any]] | None:
    """The columns of the table of links in which that of the targets has this name."""
    mapper = inspect(model)
    if name in mapper.column_attrs:
        return None
    tables = map(link_columns, mapper.relationships)
    return next((columns for columns in tables if columns and columns[1].key == name), None)


def _split(name: str, model: type[Any], columns: Container[str]) -> tuple[str, str]:
    """The column, and the word after it, if it is not the whole name."""
    if name in columns:
        return name, ""
    column, _, word = name.rpartition("_")
    if column in columns and word in OPERATORS:
        return column, word
    raise TypeError(f"{name} filters no column of {model.__name__}")
