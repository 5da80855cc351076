"""Brings the schema up to date from code; in production `alembic upgrade head` does."""

from alembic import command
from alembic.config import Config

from app.config import Settings


def upgrade(settings: Settings) -> None:
    config = Config()
    config.set_main_option("script_location", "app:db/migrations")
    config.attributes["settings"] = settings
    command.upgrade(config, "head")
