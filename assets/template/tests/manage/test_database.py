"""A database that cannot be worked with is told in one line."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.config import Settings
from tests.factories.settings import make_settings
from tests.manage.commands import EMAIL, create_admin


async def test_one_that_is_away_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = make_settings(database_url="postgresql://ada:hunter2@127.0.0.1:1/none")
    monkeypatch.setattr("app.manage.get_settings", lambda: settings)

    assert await create_admin(EMAIL) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: the database does not answer: ")
    assert "hunter2" not in line


async def test_one_without_tables_has_to_be_migrated(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty = settings.model_copy(update={"database_url": without_tables(settings, tmp_path)})
    monkeypatch.setattr("app.manage.get_settings", lambda: empty)

    assert await create_admin(EMAIL) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("run `alembic upgrade head` first")


def without_tables(settings: Settings, folder: Path) -> str:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{folder}/empty.db"
    nowhere = url.update_query_dict({"search_path": "nowhere"})
    return nowhere.render_as_string(hide_password=False)
