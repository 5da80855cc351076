"""Says which field a violated constraint is about, in both databases' dialects."""

import re
from itertools import chain
from typing import Any

from sqlalchemy import Index, select, type_coerce
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.schema import ColumnCollectionConstraint
from sqlalchemy.types import NullType

from kit.errors import AppError, ConflictError, InvalidError
from kit.models.base import BaseModel

POSTGRESQL_KINDS = {
    "23502": "required",
    "23503": "reference",
    "23505": "unique",
    "23514": "check",
}
SQLITE_KINDS = {
    "SQLITE_CONSTRAINT_NOTNULL": "required",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "reference",
    "SQLITE_CONSTRAINT_UNIQUE": "unique",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "unique",
    "SQLITE_CONSTRAINT_CHECK": "check",
}
# SQLSTATE class 22, which asyncpg reports as no more than a DBAPIError.
DATA_EXCEPTION = "22"
# SQLite follows ON DELETE CASCADE through a thousand rows, one behind another.
TOO_DEEP = "too many levels of trigger recursion"
WRITTEN_TABLE = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
INSERTED_COLUMNS = re.compile(r"^\s*INSERT INTO \S+ \(([^)]*)\)", re.IGNORECASE)


def is_refusal(error: DBAPIError) -> bool:
    """Whether the database refused a value, rather than failed."""
    return isinstance(error, IntegrityError) or _is_data_error(error) or _is_too_deep(error)


def explain(session: Session, error: DBAPIError) -> AppError:
    """The domain error for a constraint that refused a write; the transaction is over."""
    if _is_data_error(error):
        return InvalidError("A value does not fit its column")
    if _is_too_deep(error):
        return ConflictError("Too many rows would be deleted, one because of another")
    if session.get_bind().dialect.name == "sqlite":
        kind = SQLITE_KINDS.get(getattr(error.orig, "sqlite_errorname", ""), "check")
        field = _sqlite_field(session, error, kind)
    else:
        kind = POSTGRESQL_KINDS.get(getattr(error.orig, "sqlstate", ""), "check")
        field = _postgresql_field(session, error)
    return _describe(kind, field, deletes=_is_delete(error))


def _describe(kind: str, field: str | None, *, deletes: bool) -> AppError:
    name = field or "A value"
    match kind:
        case "unique":
            return ConflictError(f"{name} is already taken", field=field)
        case "reference" if deletes:
            return ConflictError("Something else still refers to it")
        case "reference":
            return InvalidError(f"{name} refers to nothing that exists", field=field)
        case "required":
            return InvalidError(f"{name} is required", field=field)
    return InvalidError(f"{name} is not acceptable", field=field)


def _is_data_error(error: DBAPIError) -> bool:
    sqlstate = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, DataError) or sqlstate.startswith(DATA_EXCEPTION)


def _is_too_deep(error: DBAPIError) -> bool:
    return TOO_DEEP in str(error.orig)


def _is_delete(error: DBAPIError) -> bool:
    return (error.statement or "").lstrip().upper().startswith("DELETE")


def _postgresql_field(session: Session, error: DBAPIError) -> str | None:
    # psycopg carries the details in `diag`, asyncpg on its own exception.
    details: Any = getattr(error.orig, "diag", None) or error.driver_exception
    if column := getattr(details, "column_name", None):
        return str(column)
    table = BaseModel.metadata.tables.get(getattr(details, "table_name", None) or "")
    name = getattr(details, "constraint_name", None)
    if table is None or name is None:
        return None
    named: list[Index | ColumnCollectionConstraint] = [
        *table.indexes,
        *(c for c in table.constraints if isinstance(c, ColumnCollectionConstraint)),
    ]
    # The database has a long name as the dialect shortens it.
    shown = session.get_bind().dialect.identifier_preparer.format_constraint
    found = (item for item in named if (shown(item) or "").strip('"') == name)
    columns = [column.name for item in found for column in item.columns]
    return ", ".join(columns) or None


def _sqlite_field(session: Session, error: DBAPIError, kind: str) -> str | None:
    if kind == "reference":
        return _dangling_reference(session, error)
    columns = re.findall(r"\w+\.(\w+)", str(error.orig))
    return ", ".join(columns) or None


def _dangling_reference(session: Session, error: DBAPIError) -> str | None:
    """SQLite does not say which reference is wrong, so look for the targets."""
    written = WRITTEN_TABLE.match(error.statement or "")
    table = BaseModel.metadata.tables.get(written[1]) if written else None
    # Of many rows, one after another.
    rows: list[Any] = error.params if isinstance(error.params, list) else [error.params]
    if table is None or not all(isinstance(row, tuple) for row in rows):
        return None
    names = _written_columns(error.statement or "")
    for name, value in chain.from_iterable(zip(names, row, strict=False) for row in rows):
        for key in table.columns[name].foreign_keys if name in table.columns else ():
            # The value is as the driver has it.
            target = type_coerce(key.column, NullType)
            if value is not None and not session.scalar(select(target).where(target == value)):
                return name
    return None


def _written_columns(statement: str) -> list[str]:
    """The columns of an INSERT or UPDATE in the order of its parameters; "" for an expression."""
    if inserted := INSERTED_COLUMNS.match(statement):
        return re.findall(r"\w+", inserted[1])
    # The spaces tell the key word from a column of this name.
    head = statement.split(" WHERE ", maxsplit=1)[0]
    return re.findall(r'(?:(\w+)"?\s*=\s*)?\?', head)
