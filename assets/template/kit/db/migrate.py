"""Brings the schema up to date from code; in production `alembic upgrade head` does."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from kit.db.availability import is_unavailable
from kit.settings import KitSettings


def upgrade(settings: KitSettings, migrations: Path) -> None:
    """Raises ConnectionError, without a long way to it, if the database does not answer."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["settings"] = settings
    try:
        command.upgrade(config, "head")
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        reason = str(error.orig).partition("\n")[0]
        name = "DATABASE_DIRECT_URL" if settings.database_direct_url else "DATABASE_URL"
        raise ConnectionError(f"The database of {name} does not answer: {reason}") from None
