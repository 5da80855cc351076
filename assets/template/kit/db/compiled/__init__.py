"""SQLAlchemy statements that are compiled once and run on the driver.

Most of what a small query costs is spent on preparing it and on wrapping its result, again for
each request. Here a statement is prepared once for each database and then handed to asyncpg or
aiosqlite as it is. It is still SQLAlchemy's own statement, and what comes back are the models, in
the session's identity map, as from `session.scalars()`:

    by_email = Query(select(User).where(User.email == bindparam("email")))
    user = await by_email.first(db, email="ada@example.com")

A `Query` reads; `rows_of(User)` gets, inserts, updates and deletes single rows. Reads need no
transaction. The first write begins one, which the session joins and its `commit` or `rollback`
ends: compiled statements and all else that a session does see each other, and succeed or fail
together.

Where there is more to do, or somebody listens, the session does it in the ordinary way: loader
options, validators, inheritance, events, a log of the statements, options of the connection, or a
session of another class.
"""

from kit.db.compiled.computed import load_computed
from kit.db.compiled.connections import Connections
from kit.db.compiled.ending import EndingSession, SessionEndedError
from kit.db.compiled.query import Query
from kit.db.compiled.rows import rows_of
from kit.db.compiled.session import CompiledSession

__all__ = [
    "CompiledSession",
    "Connections",
    "EndingSession",
    "Query",
    "SessionEndedError",
    "load_computed",
    "rows_of",
]
