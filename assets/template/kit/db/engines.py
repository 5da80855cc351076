"""The two engines of a database, each with what its driver needs to be told."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from kit.db.compiled import Connections
from kit.db.compiled.drivers import DRIVERS, PooledAsyncpg
from kit.db.days import store_days
from kit.db.postgresql import (
    Limits,
    asyncpg_options,
    psycopg_options,
    set_timeout,
    use_asyncpg,
    use_psycopg,
)
from kit.db.sqlite import sqlite_options, use_sqlite
from kit.db.waiting import PatientPool

SYNC_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def make_engine(url: URL, limits: Limits, **options: Any) -> Engine:
    """The engine of sync sessions."""
    url = url.set(drivername=SYNC_DRIVERS[url.get_backend_name()])
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args=sqlite_options(limits.statement), **options)
        use_sqlite(engine)
        return engine
    url, arguments = psycopg_options(url, limits)
    # psycopg does not notice by itself that the server has gone, or restarted.
    engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, **options)
    use_psycopg(engine, limits)
    return engine


def make_connections(url: URL, limits: Limits, **options: Any) -> Connections:
    """The connections of async sessions, with their engine."""
    url = url.set(drivername=ASYNC_DRIVERS[url.get_backend_name()])
    # Sessions end their transactions themselves; nothing is left to reset.
    options = {"poolclass": PatientPool, "pool_reset_on_return": None, **options}
    if url.get_backend_name() == "sqlite":
        arguments = sqlite_options(limits.statement)
        engine = create_async_engine(url, connect_args=arguments, **options)
        connections = Connections(engine, DRIVERS["aiosqlite"])
        use_sqlite(engine.sync_engine)
        return connections
    bare, arguments = asyncpg_options(url, limits)
    engine = create_async_engine(bare, connect_args=arguments, **options)
    pooled = PooledAsyncpg(set_timeout(limits.statement))
    connections = Connections(engine, pooled if limits.is_pooled else DRIVERS["asyncpg"])
    use_asyncpg(engine.sync_engine, url, limits)
    store_days(engine.sync_engine)
    return connections
