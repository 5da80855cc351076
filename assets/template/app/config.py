"""Settings of this project; `KitSettings` has those that every backend has."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import EmailStr, Field, SecretStr, field_validator

from kit.schemas.types import Url
from kit.settings import KitSettings, RateLimit, read_settings
from kit.settings.limit import parse_limit
from kit.settings.production import secret_problem
from kit.settings.smtp import SmtpServer

# What the URLs of the API begin with.
API_PREFIX = "/api/v1"

# Production refuses it.
DEVELOPMENT_SECRET = "development-only-secret-never-for-production"  # noqa: S105  # nosec B105
EXAMPLE_SECRETS = {DEVELOPMENT_SECRET, "change-me-to-a-long-random-string-of-your-own"}
EXAMPLE_SENDER = "noreply@my-project.example"


class Settings(KitSettings):
    """Everything that differs between one deployment and another."""

    project_name: str = "my-project"
    database_url: str = Field(default="sqlite:///./app.db", repr=False)

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    access_token_minutes: int = Field(default=15, ge=1, le=24 * 60)
    refresh_token_days: int = Field(default=14, ge=1, le=365)
    mail_token_minutes: int = Field(default=60, ge=1, le=24 * 60)

    smtp_url: SecretStr | None = None
    mail_from: EmailStr = EXAMPLE_SENDER
    frontend_url: Url = "http://localhost:3000"
    registration_enabled: bool = True

    auth_limit: RateLimit = parse_limit("30/minute")
    sign_in_limit: RateLimit = parse_limit("10/minute")
    mail_limit: RateLimit = parse_limit("5/hour")

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            SmtpServer.parse(value.get_secret_value())
        return value

    @field_validator("frontend_url")
    @classmethod
    def _joinable(cls, value: str) -> str:
        return value.rstrip("/")

    @classmethod
    def production_problem(cls, name: str, value: Any, before: Mapping[str, Any]) -> str | None:
        sends = bool(before.get("smtp_url"))
        match name:
            case "secret_key":
                return secret_problem(value.get_secret_value(), EXAMPLE_SECRETS)
            case "mail_from" if sends and value == EXAMPLE_SENDER:
                return "must be set, and not to an example"
            case "frontend_url" if sends and not value.startswith("https://"):
                return "must start with https://, because mails link there"
            case "registration_enabled" if value and before.get("smtp_url", "wrong") is None:
                return "needs SMTP_URL, for mails that confirm addresses, or must be false"
        return super().production_problem(name, value, before)


@lru_cache
def get_settings() -> Settings:
    return read_settings(Settings)
