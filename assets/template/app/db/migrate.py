"""Brings the schema up to date from code; in production `alembic upgrade head` does."""

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.db.availability import is_unavailable


def upgrade(settings: Settings) -> None:
    """Raises ConnectionError, without a long way to it, if the database does not answer."""
    config = Config()
    config.set_main_option("script_location", "app:db/migrations")
    config.attributes["settings"] = settings
    try:
        command.upgrade(config, "head")
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        reason = str(error.orig).partition("\n")[0]
        name = "DATABASE_DIRECT_URL" if settings.database_direct_url else "DATABASE_URL"
        raise ConnectionError(f"The database of {name} does not answer: {reason}") from None
