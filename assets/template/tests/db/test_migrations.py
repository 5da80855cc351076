from alembic import command
from alembic.config import Config

from app.config import Settings


def configuration(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", "app:db/migrations")
    config.attributes["settings"] = settings
    return config


def test_the_migrations_make_what_the_models_describe(settings: Settings) -> None:
    command.check(configuration(settings))
