"""Whether SQLAlchemy has what `statements` uses. Importing this fails where something is gone.

All of it is as in SQLAlchemy 2.1, and as old as 2.0.
"""

from sqlalchemy import BindParameter, Select, create_engine, util
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstanceState, Mapper, Session
from sqlalchemy.orm.identity import IdentityMap
from sqlalchemy.orm.instrumentation import ClassManager
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from kit.compat.shape import check

# It does not connect.
_engine = create_engine("sqlite://")

# What a select does beyond reading columns.
check(Select, "_for_update_arg _with_options")
# Instances that are made of rows, and belong to a session.
check(Mapper, "class_manager dispatch")
check(ClassManager, "dispatch new_instance")
check(InstanceState, "dict expired expired_attributes key modified obj session_id")
check(IdentityMap, "add get")
check(Session, "dispatch hash_key identity_map")
# Who listens, and what an engine does beside running a statement.
check(_engine, "_has_events dispatch logger")
check(_engine.dialect, "_on_connect_isolation_level dispatch")
check(_engine.pool, "_invalidate _pre_ping dispatch")
check(_engine.pool._invalidate, "connection exception")
# A session that joins a transaction on the driver.
check(Connection.__init__, "connection engine")
check(AsyncAdapt_asyncpg_connection, "autocommit")
check(util, "await_ greenlet_spawn")
# A text, and what goes into it and comes out.
check(SQLCompiler, "binds literal_execute_params positiontup post_compile_params")
check(BindParameter, "effective_value")
check(TypeEngine, "bind_processor dialect_impl result_processor")
