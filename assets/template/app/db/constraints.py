"""Says which field a violated constraint is about, in both databases' dialects."""

import re
from typing import Any

from sqlalchemy import Column, Index, Table, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.schema import ColumnCollectionConstraint

from app.core.exceptions import AppError, ConflictError, InvalidError
from app.models.base import BaseModel

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
WRITTEN_TABLE = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


def explain(session: Session, error: IntegrityError | DataError) -> AppError:
    """The domain error for a constraint that refused a write; the transaction is over."""
    if isinstance(error, DataError):
        return InvalidError("A value does not fit its column")
    if session.get_bind().dialect.name == "sqlite":
        kind = SQLITE_KINDS.get(getattr(error.orig, "sqlite_errorname", ""), "check")
        field = _sqlite_field(session, error, kind)
    else:
        kind = POSTGRESQL_KINDS.get(getattr(error.orig, "sqlstate", ""), "check")
        field = _postgresql_field(error)
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


def _is_delete(error: IntegrityError) -> bool:
    return (error.statement or "").lstrip().upper().startswith("DELETE")


def _postgresql_field(error: IntegrityError) -> str | None:
    # psycopg carries the details in `diag`, asyncpg on its own exception.
    details: Any = getattr(error.orig, "diag", None) or getattr(error.orig, "__cause__", None)
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
    columns = [column.name for item in named if item.name == name for column in item.columns]
    return ", ".join(columns) or None


def _sqlite_field(session: Session, error: IntegrityError, kind: str) -> str | None:
    if kind == "reference":
        return _dangling_reference(session, error)
    columns = re.findall(r"\w+\.(\w+)", str(error.orig))
    return ", ".join(columns) or None


def _dangling_reference(session: Session, error: IntegrityError) -> str | None:
    """SQLite does not say which reference is wrong, so look for the targets."""
    written = WRITTEN_TABLE.match(error.statement or "")
    table = BaseModel.metadata.tables.get(written[1]) if written else None
    if table is None or not isinstance(error.params, tuple):
        return None
    values = dict(zip(_written_columns(table, error.statement or ""), error.params, strict=False))
    for column, value in values.items():
        for key in column.foreign_keys:
            target = key.column
            if value is not None and not session.scalar(select(target).where(target == value)):
                return column.name
    return None


def _written_columns(table: Table, statement: str) -> list[Column[Any]]:
    """The columns of an INSERT or UPDATE, in the order of its parameters."""
    # The spaces tell the key words from columns of these names.
    head = re.split(" VALUES | WHERE ", statement)[0]
    names = re.findall(r"\w+", re.sub(WRITTEN_TABLE, "", head))
    return [table.columns[name] for name in names if name in table.columns]
