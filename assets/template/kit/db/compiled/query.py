"""Queries that are compiled once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple, overload

from sqlalchemy import ColumnElement, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute, Session

from kit.compat.statements import has_loader_options, locks_rows
from kit.db.compiled.drivers import Row
from kit.db.compiled.effects import has_effects
from kit.db.compiled.entity import entity_of
from kit.db.compiled.listeners import hears_of_loads
from kit.db.compiled.prepared import Prepared
from kit.db.compiled.session import CompiledSession

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Load = Callable[[Row, Session], Any]


class Query(Generic[T]):
    """A select whose text is made once for each driver; what varies in it is a `bindparam`.

    It returns what it selects: models, or single values; tuples where it selects several.
    """

    @overload
    def __init__(self: "Query[T]", statement: Select[T]) -> None: ...
    @overload
    def __init__(self: "Query[tuple[*Ts]]", statement: Select[*Ts]) -> None: ...
    def __init__(self, statement: Any) -> None:
        self.statement: Select[Any] = statement
        self._locks = locks_rows(statement)
        self._acts = has_effects(statement)
        self._items = [_Item(description["expr"]) for description in statement.column_descriptions]
        self._entities = [item.entity for item in self._items if item.entity]
        self._is_plain = not (
            has_loader_options(statement) or statement.get_execution_options()
        ) and all(item.is_plain for item in self._items)
        self._load: Load = self._items[0].load if len(self._items) == 1 else self._load_several
        self._prepared: dict[str, Prepared] = {}

    async def all(self, db: AsyncSession, **values: Any) -> list[T]:
        if not isinstance(db, CompiledSession) or self._is_for_session(db):
            return await self._by_session(db, values)
        prepared = self._prepare(db.dialect)
        # A select of SQLite can do nothing but read.
        writes = self._locks or (self._acts and db.dialect.name != "sqlite")
        rows = await db.fetch(prepared.sql, prepared.arguments(values), writes=writes)
        load, decode, session = self._load, prepared.decode, db.sync_session
        return [load(decode(row), session) for row in rows]

    async def first(self, db: AsyncSession, **values: Any) -> T | None:
        """The first row, if there is one; a statement that may find many needs a `limit`."""
        found = await self.all(db, **values)
        return found[0] if found else None

    async def one(self, db: AsyncSession, **values: Any) -> T:
        """The only row; raises NoResultFound and MultipleResultsFound, as the session does."""
        found = await self.all(db, **values)
        if not found:
            raise NoResultFound("No row was found when one was required")
        if len(found) > 1:
            raise MultipleResultsFound("Multiple rows were found when exactly one was required")
        return found[0]

    def _is_for_session(self, db: CompiledSession) -> bool:
        """Whether somebody listens, or there is more to it than one text and columns."""
        return (
            not self._is_plain
            or db.is_observed
            or any([hears_of_loads(entity.mapper) for entity in self._entities])
            or not self._prepare(db.dialect).has_fixed_text
        )

    async def _by_session(self, db: AsyncSession, values: dict[str, Any]) -> list[T]:
        result = await db.execute(self.statement, values)
        if len(self._items) == 1:
            return list(result.scalars())
        rows: list[Any] = [tuple(row) for row in result]
        return rows

    def _prepare(self, dialect: Dialect) -> Prepared:
        if dialect.driver not in self._prepared:
            columns = [column for item in self._items for column in item.columns]
            statement = self.statement.with_only_columns(*columns, maintain_column_froms=True)
            self._prepared[dialect.driver] = Prepared(statement, columns, dialect)
        return self._prepared[dialect.driver]

    def _load_several(self, row: Row, session: Session) -> tuple[Any, ...]:
        loaded, start = [], 0
        for item in self._items:
            end = start + len(item.columns)
            loaded.append(item.load(row[start:end], session))
            start = end
        return tuple(loaded)


class _Item:
    """One of the things that a statement selects: a model or a column."""

    def __init__(self, selected: Any) -> None:
        self.entity = entity_of(selected) if isinstance(selected, type) else None
        if self.entity:
            self.columns = [getattr(selected, key) for key in self.entity.keys]
            self.is_plain = self.entity.is_plain
        else:
            self.columns = [selected]
            # What is no column is an alias of a model, for instance.
            self.is_plain = _is_column(selected)
        self.load: Load = self.entity.load if self.entity else _only_value


def _only_value(row: Row, _: Session) -> Any:
    return row[0]


def _is_column(selected: Any) -> bool:
    if isinstance(selected, QueryableAttribute):
        selected = selected.__clause_element__()
    return isinstance(selected, ColumnElement)
