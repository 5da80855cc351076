"""A database that refuses nobody for time, however busy the machine is."""

from typing import Any

from sqlalchemy import event

from kit.db.session import Database
from kit.settings import KitSettings

PATIENCE = 300  # seconds


def patient_database(settings: KitSettings, **options: Any) -> Database:
    """With these settings of the pool. On SQLite, who writes waits for its turn as long."""
    options = {"database_pool_timeout": PATIENCE} | options
    database = Database(settings.model_copy(update=options))
    if settings.database_url.startswith("sqlite"):
        for engine in (database.engine, database.async_engine.sync_engine):
            event.listen(engine, "connect", _wait_to_write)
    return database


def _wait_to_write(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    cursor.close()
