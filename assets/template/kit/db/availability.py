"""Tells a database that cannot answer now from a statement that never will be right."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

# Classes of SQLSTATE: connection, sign-in, catalog, deadlock, resources, lock, shutdown.
POSTGRESQL_UNAVAILABLE = {"08", "28", "3D", "40", "53", "55", "57"}
SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_INTERRUPT,
}
QUERY_CANCELED = "57014"


def is_unavailable(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if code := getattr(error.orig, "sqlite_errorcode", None):
        return code & 0xFF in SQLITE_UNAVAILABLE
    if sqlstate := getattr(error.orig, "sqlstate", None):
        return sqlstate[:2] in POSTGRESQL_UNAVAILABLE
    # Without a code: no connection was made.
    return isinstance(error, OperationalError)


def took_too_long(error: DBAPIError) -> bool:
    """Whether a statement was ended for that, or nothing was heard of it any more."""
    return (
        isinstance(error.orig, TimeoutError)
        or isinstance(getattr(error.orig, "__cause__", None), TimeoutError)
        or getattr(error.orig, "sqlstate", None) == QUERY_CANCELED
        or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    )
