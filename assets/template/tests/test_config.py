from typing import Any

import pytest
from pydantic import ValidationError

from app.config import DEVELOPMENT_SECRET, Settings


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def test_development_needs_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert settings().database_url.startswith("sqlite")


@pytest.mark.parametrize(
    "secret",
    [DEVELOPMENT_SECRET, "change-me-to-a-long-random-string-of-your-own", "short", ""],
)
def test_production_refuses_a_weak_secret(secret: str) -> None:
    with pytest.raises(ValidationError, match="SECRET_KEY"):
        settings(environment="production", secret_key=secret)


def test_production_lists_all_that_is_wrong_at_once() -> None:
    with pytest.raises(ValidationError, match=r"SECRET_KEY.*CORS_ORIGINS"):
        settings(environment="production", cors_origins=["*"])


def test_production_starts_with_a_secret_of_its_own() -> None:
    assert settings(environment="production", secret_key="s" * 32).is_production


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "")

    assert settings().secret_key.get_secret_value() == DEVELOPMENT_SECRET


def test_a_misplaced_password_is_not_printed() -> None:
    with pytest.raises(ValidationError) as error:
        settings(database_url="postgresql://u:hunter2/d")

    assert "hunter2" not in str(error.value)


def test_no_secret_is_printed() -> None:
    assert "hunter2" not in repr(settings(secret_key="hunter2" * 9))


def test_the_url_of_hosting_providers_is_understood() -> None:
    assert settings(database_url="postgres://u:p@h/d").database_url == "postgresql://u:p@h/d"


@pytest.mark.parametrize("url", ["mysql://u:p@h/d", "nonsense", ""])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="database_url"):
        settings(database_url=url)
