"""Whether somebody listens: if so, the session does the work, and tells them."""

from inspect import isfunction
from operator import attrgetter
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.events import SessionEvents

from kit.compat import HAS_COMPILED
from kit.compat.statements import class_events_of, events_of, has_events, is_logged
from kit.db.compiled.joining import JoiningSession

_of_sessions = attrgetter(
    *(name for name, event in vars(SessionEvents).items() if isfunction(event) and name[0] != "_")
)
_of_engines = attrgetter(
    *("before_execute", "after_execute", "before_cursor_execute", "after_cursor_execute"),
    *("commit", "rollback"),
)
_of_dialects = attrgetter("do_execute", "do_execute_no_params")
_of_loads = attrgetter("load", "refresh")
_of_writes = attrgetter(
    *("before_insert", "before_update", "before_delete"),
    *("after_insert", "after_update", "after_delete"),
)
# SQLAlchemy fills these collections, and never replaces them.
_of_all_sessions = (
    [
        listener.parent_listeners
        for listener in _of_sessions(events_of(JoiningSession.__new__(JoiningSession)))
    ]
    if HAS_COMPILED
    else []
)


def hears_of_all_sessions() -> bool:
    return any(_of_all_sessions)


def hears_of_session(session: Session) -> bool:
    """Whether this one has listeners of its own."""
    # Looking for them is what makes room for them.
    return "dispatch" in vars(session) and any(_of_sessions(events_of(session)))


def hears_of_statements(engine: Engine, *, own_begins: int) -> bool:
    """Also in the log, or of errors, or when a transaction begins or ends."""
    dialect = events_of(engine.dialect)
    return (
        is_logged(engine)
        or any(_of_dialects(dialect))
        or len(dialect.handle_error) > 1  # that of `kit.db.sqlite` or `kit.db.postgresql`
        or (has_events(engine) and len(events_of(engine).begin) > own_begins)
        or (has_events(engine) and any(_of_engines(events_of(engine))))
    )


def hears_of_loads(mapper: Mapper[Any]) -> bool:
    return any(_of_loads(class_events_of(mapper)))


def hears_of_writes(mapper: Mapper[Any]) -> bool:
    return any(_of_writes(events_of(mapper))) or bool(class_events_of(mapper).refresh_flush)


def hears_of_values(mapper: Mapper[Any], key: str) -> bool:
    """Whether somebody checks, changes or follows what is set."""
    return bool(events_of(getattr(mapper.class_, key)).set)
