"""What compiled statements need of SQLAlchemy, as functions.

`statement_shapes` says whether it is all there; if not, only those are called that say so.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Dialect, Select, util
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import InstanceState, Mapper, Session
from sqlalchemy.pool import Pool, PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

T = TypeVar("T")


def locks_rows(statement: Select[Any]) -> bool:
    """Whether it is FOR UPDATE. Also called without compiled statements."""
    return getattr(statement, "_for_update_arg", None) is not None


def has_loader_options(statement: Select[Any]) -> bool:
    """Also called without compiled statements."""
    return bool(getattr(statement, "_with_options", True))


def maker_of(mapper: Mapper[Any]) -> Callable[[], Any]:
    """What makes an instance without its `__init__`. Also called without compiled statements."""
    maker: Callable[[], Any] = getattr(mapper.class_manager, "new_instance", object)
    return maker


def events_of(target: Any) -> Any:
    """Who listens to a session, an engine, a dialect, a pool, a mapper or an attribute."""
    return target.dispatch


def class_events_of(mapper: Mapper[Any]) -> Any:
    """Who listens to the instances of a model."""
    return mapper.class_manager.dispatch


def has_events(engine: Engine) -> bool:
    return bool(engine._has_events)


def is_logged(engine: Engine) -> bool:
    """Whether statements are in the log, by its own level or by `echo`."""
    return engine.logger.isEnabledFor(logging.INFO)


def sets_isolation(dialect: Dialect) -> bool:
    """Whether each connection is told an isolation level, as the engine was."""
    return dialect._on_connect_isolation_level is not None


def pings(pool: Pool) -> bool:
    """Whether a connection is asked for an answer when it is taken."""
    return bool(pool._pre_ping)


def discard_all(pool: Pool, connection: PoolProxiedConnection, error: Exception) -> None:
    """Discard a connection, and those that are as old before they are used."""
    pool._invalidate(connection, error)


def connection_on(engine: Engine, held: PoolProxiedConnection) -> Connection:
    """SQLAlchemy's connection on one that was taken from the pool already."""
    return Connection(engine, held)


def leave_transactions(adapter: Any, *, alone: bool) -> None:
    """Keep SQLAlchemy's asyncpg from beginning a transaction, or let it again."""
    adapter.autocommit = alone


def attach(state: InstanceState[Any], session: Session) -> None:
    """Make an instance persistent, as SQLAlchemy does with what it has loaded."""
    state.session_id = session.hash_key
    session.identity_map.add(state)


async def in_greenlet(function: Callable[[], T]) -> T:
    """Run code that waits for a driver by `wait_for`."""
    return await util.greenlet_spawn(function)


def wait_for(awaitable: Awaitable[T]) -> T:
    return util.await_(awaitable)


def has_fixed_text(compiled: SQLCompiler) -> bool:
    """Whether its text is that for any values: that of an IN depends on how many there are."""
    return not (compiled.post_compile_params or compiled.literal_execute_params)


def binds_of(compiled: SQLCompiler) -> Iterator[BindParameter[Any]]:
    """In the order of the text."""
    return (compiled.binds[name] for name in compiled.positiontup or ())


def type_of_driver(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
