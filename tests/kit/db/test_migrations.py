import pytest
from alembic import command
from alembic.config import Config

from app.config import Settings
from app.db import MIGRATIONS
from kit.db.migrate import upgrade
from tests.factories.settings import make_settings


def configuration(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", "app:db/migrations")
    config.attributes["settings"] = settings
    return config


def test_the_migrations_make_what_the_models_describe(settings: Settings) -> None:
    command.check(configuration(settings))


def test_a_database_that_does_not_answer_is_told_in_a_line() -> None:
    settings = make_settings(database_url="postgresql://ada:hunter2@127.0.0.1:1/none")

    with pytest.raises(ConnectionError, match=r"DATABASE_URL does not answer: .+") as raised:
        upgrade(settings, MIGRATIONS)

    assert "hunter2" not in str(raised.value)
    assert raised.value.__suppress_context__
