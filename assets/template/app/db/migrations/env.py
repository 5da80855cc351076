"""Alembic's way into the project: which database, and which metadata."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, DefaultClause, Time
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.functions import now

from app.config import get_settings
from app.db.session import Database
from app.models.base import BaseModel
from kit.models.types import ExactDecimal, UTCDateTime

MIGRATION_LOCK = 7_201_946


def render_item(_kind: str, item: Any, target: AutogenContext) -> str | Literal[False]:
    """Write migrations in SQLAlchemy's own types, so that they outlive ours, for both databases."""
    if isinstance(item, DefaultClause) and isinstance(item.arg, now):
        return "sa.func.now()"
    if isinstance(item, JSONB):
        target.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Time):
        return "sa.Time()"
    if isinstance(item, ExactDecimal):
        return f"sa.Numeric({item.precision}, {item.scale})"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=BaseModel.metadata,
        render_item=render_item,
        # SQLite cannot alter a table in any other way; PostgreSQL does not mind.
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Replicas that start together migrate one after another.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        context.run_migrations()


def run() -> None:
    settings = context.config.attributes.get("settings") or get_settings()
    engine = Database(settings.for_migrations).engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Batch mode replaces tables, which must not cascade to the rows that refer to them.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        migrate(connection)
    engine.dispose()


def run_offline() -> None:
    context.configure(
        url=get_settings().database_url,
        target_metadata=BaseModel.metadata,
        render_item=render_item,
        literal_binds=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run()
