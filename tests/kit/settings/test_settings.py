from collections.abc import Callable
from secrets import token_hex, token_urlsafe
from typing import Any

import pytest
from pydantic import ValidationError

from app.config import DEVELOPMENT_SECRET, get_settings
from tests.factories.settings import make_settings, production


def wrong(error: ValidationError) -> set[str]:
    return {str(item["loc"][0]) for item in error.errors()}


def test_development_needs_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert make_settings().database_url.startswith("sqlite")


class TestProduction:
    def test_it_starts_when_all_is_well(self) -> None:
        assert production().is_production

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("secret_key", DEVELOPMENT_SECRET),
            ("secret_key", "change-me-to-a-long-random-string-of-your-own"),
            ("secret_key", "short"),
            ("secret_key", ""),
            ("secret_key", "a" * 64),
            ("secret_key", "0123456" * 8),
            ("secret_key", "Correct horse!" * 4),
            ("forwarded_allow_ips", "*"),
            ("forwarded_allow_ips", "10.0.0.1, *"),
            ("forwarded_allow_ips", "0.0.0.0/0"),
            ("database_url", "sqlite:///./app.db"),
            ("allowed_hosts", ["*"]),
            ("allowed_hosts", ["api.example.com", "*"]),
            ("cors_origins", ["*"]),
            ("log_level", "DEBUG"),
            ("smtp_url", "smtp://"),
            ("mail_from", "noreply@my-project.example"),
            ("mail_from", "nobody"),
            ("frontend_url", "http://app.example.com"),
            ("frontend_url", "http://localhost:3000"),
        ],
    )
    def test_it_refuses(self, name: str, value: Any) -> None:
        with pytest.raises(ValidationError) as error:
            production(**{name: value})

        assert wrong(error.value) == {name}

    @pytest.mark.parametrize("make", [token_hex, token_urlsafe])
    def test_a_random_secret_is_fine(self, make: Callable[[int], str]) -> None:
        assert all(production(secret_key=make(24)) for _ in range(100))

    def test_it_lists_all_that_is_wrong_at_once(self) -> None:
        values = {"cors_origins": ["*"], "max_body_size": 0, "database_url": "nonsense"}
        with pytest.raises(ValidationError) as error:
            make_settings(environment="production", **values)

        missing = {"secret_key", "allowed_hosts", "registration_enabled"}
        assert wrong(error.value) == missing | set(values)

    def test_registration_needs_mail(self) -> None:
        with pytest.raises(ValidationError, match=r"needs SMTP_URL.*or must be false") as error:
            production(smtp_url=None)

        assert wrong(error.value) == {"registration_enabled"}

    def test_who_sends_no_mail_needs_no_address_and_no_place_for_links(self) -> None:
        defaults = make_settings()
        settings = production(
            smtp_url=None,
            registration_enabled=False,
            mail_from=defaults.mail_from,
            frontend_url=defaults.frontend_url,
        )

        assert settings.is_production

    def test_sqlite_is_there_for_who_asks_for_it(self) -> None:
        url = "sqlite:///./app.db"

        assert production(sqlite_in_production=True, database_url=url).database_url == url

    def test_whoever_starts_it_reads_a_list_and_no_traceback(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ENVIRONMENT", "production")
        monkeypatch.setenv("SECRET_KEY", "hunter2")

        with pytest.raises(SystemExit) as refusal:
            get_settings.__wrapped__()

        told = str(refusal.value)
        assert "SECRET_KEY: in production it must have 32 characters or more\n" in told
        assert "ALLOWED_HOSTS: in production it must name each one" in told
        assert "hunter2" not in told

    def test_a_list_that_is_none_is_told_without_a_traceback(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ALLOWED_HOSTS", "api.example.com")

        with pytest.raises(SystemExit, match=r"allowed_hosts.*lists are JSON"):
            get_settings.__wrapped__()


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "api_1", "*.example.com", "api.example.com", "*"]
)
def test_a_host_is_a_name_or_an_address(host: str) -> None:
    assert make_settings(allowed_hosts=[host]).allowed_hosts == [host]


@pytest.mark.parametrize(
    "host", ["https://api.example.com", "api.example.com:8000", "*example.com", "a.*.com", "", " "]
)
def test_what_no_host_can_be_is_refused(host: str) -> None:
    with pytest.raises(ValidationError, match="allowed_hosts"):
        make_settings(allowed_hosts=[host])


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "")

    assert make_settings().secret_key.get_secret_value() == DEVELOPMENT_SECRET


@pytest.mark.parametrize(
    ("name", "value"),
    [("database_url", "postgresql://u:hunter2/d"), ("smtp_url", "smtp://u:hunter2/d")],
)
def test_a_misplaced_password_is_not_printed(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_settings(**{name: value})

    assert "hunter2" not in str(error.value)


def test_no_secret_is_printed() -> None:
    settings = make_settings(
        secret_key="hunter2" * 9,
        database_url="postgresql://u:hunter2@h/d",
        smtp_url="smtp://u:hunter2@h",
    )

    assert "hunter2" not in repr(settings)


def test_the_url_of_hosting_providers_is_understood() -> None:
    url = make_settings(database_url="postgres://u:p@h/d").database_url

    assert url == "postgresql://u:p@h/d"


@pytest.mark.parametrize("url", ["mysql://u:p@h/d", "nonsense", ""])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="database_url"):
        make_settings(database_url=url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:app?mode=memory&cache=shared&uri=true",
    ],
)
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="must name a file"):
        make_settings(database_url=url)


def test_migrations_go_past_the_pooler() -> None:
    pooled = make_settings(
        database_url="postgresql://u:p@pooler/d",
        database_pooler="transaction",
        database_direct_url="postgres://u:p@database/d",
    )

    assert pooled.for_migrations.database_url == "postgresql://u:p@database/d"
    assert pooled.for_migrations.database_pooler is None


def test_without_an_url_of_their_own_they_go_through_it() -> None:
    pooled = make_settings(database_url="postgresql://u:p@h/d", database_pooler="transaction")

    assert pooled.for_migrations.database_url == pooled.database_url
    assert pooled.for_migrations.database_pooler == "transaction"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://app.example.com", "https://app.example.com"),
        ("https://example.com/app/", "https://example.com/app"),
    ],
)
def test_a_link_begins_with_the_url_of_the_frontend(url: str, start: str) -> None:
    assert make_settings(frontend_url=url).frontend_url == start


@pytest.mark.parametrize("url", ["app.example.com", "javascript:alert(1)", "https://", ""])
def test_a_frontend_has_an_http_url(url: str) -> None:
    with pytest.raises(ValidationError, match="frontend_url"):
        make_settings(frontend_url=url)
