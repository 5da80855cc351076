"""Settings, read once from the environment and `.env`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    EmailStr,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from app.core.database_url import known_database
from app.core.rate_limit.limit import Limit, parse_limit
from app.core.smtp import SmtpServer
from app.schemas.types import Url

# Production refuses it.
DEVELOPMENT_SECRET = "development-only-secret-never-for-production"  # noqa: S105  # nosec B105
MIN_SECRET_LENGTH = 32
MIN_SECRET_CHARACTERS = 8
EVERYBODY = {"*", "0.0.0.0/0", "::/0"}
PRODUCTION_DRAIN = 5  # seconds
EXAMPLE_SECRETS = {DEVELOPMENT_SECRET, "change-me-to-a-long-random-string-of-your-own"}
EXAMPLE_SENDER = "noreply@my-project.example"

# A name, an address, *.example.com, or * for any.
Host = Annotated[str, Field(pattern=r"^(\*|(\*\.)?[\w.-]+|\[[\da-fA-F:.]+\])$")]

# As a text, which is no JSON.
RateLimit = Annotated[Limit | None, NoDecode, BeforeValidator(parse_limit)]


class Settings(BaseSettings):
    """Everything that differs between one deployment and another."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    project_name: str = "my-project"
    environment: Literal["development", "production"] = "development"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    docs_in_production: bool = False
    allowed_hosts: list[Host] = Field(default=["*"], min_length=1)
    cors_origins: list[str] = []
    # Read by the server itself, from the environment alone.
    forwarded_allow_ips: str = "127.0.0.1"
    max_body_size: int = Field(default=1024 * 1024, ge=1, description="bytes")
    max_body_values: int = Field(default=20_000, ge=1, description="JSON values in a body")
    telemetry_enabled: bool = False
    shutdown_delay: float | None = Field(default=None, ge=0, le=3600, description="seconds")

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    access_token_minutes: int = Field(default=15, ge=1, le=24 * 60)
    refresh_token_days: int = Field(default=14, ge=1, le=365)
    mail_token_minutes: int = Field(default=60, ge=1, le=24 * 60)

    smtp_url: SecretStr | None = None
    mail_from: EmailStr = EXAMPLE_SENDER
    frontend_url: Url = "http://localhost:3000"
    registration_enabled: bool = True

    rate_limit: RateLimit = parse_limit("600/minute")
    auth_limit: RateLimit = parse_limit("30/minute")
    sign_in_limit: RateLimit = parse_limit("10/minute")
    mail_limit: RateLimit = parse_limit("5/hour")
    redis_url: str | None = Field(default=None, repr=False)

    sqlite_in_production: bool = False
    database_url: str = Field(default="sqlite:///./app.db", repr=False)
    database_pool_size: int = Field(default=10, ge=1)
    # What overflows is closed when it is given back: at busy times, a connection for each query.
    database_max_overflow: int = Field(default=0, ge=0)
    database_pool_timeout: float = Field(default=2, gt=0, description="seconds")
    # Of one statement, and of one that reads a part of an export; 0 is no end.
    database_statement_timeout: float = Field(default=10, ge=0, description="seconds")
    database_export_timeout: float = Field(default=30, ge=0, description="seconds")
    database_pooler: Literal["transaction"] | None = None
    database_direct_url: str | None = Field(default=None, repr=False)

    @property
    def for_migrations(self) -> Self:
        """The database itself, and no limit to what takes long there."""
        return self.model_copy(
            update={
                "database_url": self.database_direct_url or self.database_url,
                "database_pooler": None if self.database_direct_url else self.database_pooler,
                "database_statement_timeout": 0,
            }
        )

    @property
    def database_connections(self) -> int:
        """As many as one process opens at once through one door."""
        return self.database_pool_size + self.database_max_overflow

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def drain_seconds(self) -> float:
        """As told; otherwise some in production, and none where somebody waits for a restart."""
        if self.shutdown_delay is None:
            return PRODUCTION_DRAIN if self.is_production else 0
        return self.shutdown_delay

    @property
    def has_docs(self) -> bool:
        return self.docs_in_production or not self.is_production

    @field_validator("database_url", "database_direct_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        return None if value is None else known_database(value)

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

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str | None) -> str | None:
        if value is not None:
            from redis.asyncio import ConnectionPool  # noqa: PLC0415 - slow to load

            try:
                pool = ConnectionPool.from_url(value)
                pool.connection_class(**pool.connection_kwargs)
            except (ValueError, TypeError):
                # Their message may hold a part of the password.
                raise ValueError("is not a Redis URL, as redis://host:6379/0 is") from None
        return value

    @field_validator("*")
    @classmethod
    def _fit_for_production(cls, value: Any, info: ValidationInfo) -> Any:
        # Each field says for itself what is wrong with it, so that all of it is told at once.
        if info.data.get("environment") == "production":
            problem = _production_problem(info.field_name, value, info.data) or _mail_problem(
                info.field_name, value, info.data
            )
            if problem:
                raise ValueError(f"in production it {problem}")
        return value


def _production_problem(name: str | None, value: Any, before: Mapping[str, Any]) -> str | None:
    """What is wrong with a value; `before` has what is right of the settings before it."""
    match name:
        case "log_level" if value == "DEBUG":
            return "must not be DEBUG"
        case "allowed_hosts" | "cors_origins" if "*" in value:
            return "must name each one that is let in, and not *"
        case "secret_key":
            return _secret_problem(value.get_secret_value())
        case "forwarded_allow_ips" if not EVERYBODY.isdisjoint(re.split(r"[\s,]+", value)):
            return "must name the proxies, or everybody could say whom a request is from"
        case "database_url" if value.startswith("sqlite"):
            if not before.get("sqlite_in_production"):
                return "must not be SQLite, unless SQLITE_IN_PRODUCTION says so"
    return None


def _secret_problem(secret: str) -> str | None:
    if secret in EXAMPLE_SECRETS:
        return "must be set, and not to an example"
    if len(secret) < MIN_SECRET_LENGTH:
        return f"must have {MIN_SECRET_LENGTH} characters or more"
    # Few different characters, or one text again and again.
    if len({*secret}) < MIN_SECRET_CHARACTERS or secret in (secret + secret)[1:-1]:
        return "must be random, as what `openssl rand -hex 32` writes"
    return None


def _mail_problem(name: str | None, value: Any, before: Mapping[str, Any]) -> str | None:
    sends = bool(before.get("smtp_url"))
    match name:
        case "mail_from" if sends and value == EXAMPLE_SENDER:
            return "must be set, and not to an example"
        case "frontend_url" if sends and not value.startswith("https://"):
            return "must start with https://, because mails link there"
        case "registration_enabled" if value and before.get("smtp_url", "wrong") is None:
            return "needs SMTP_URL, for mails that confirm addresses, or must be false"
    return None


@lru_cache
def get_settings() -> Settings:
    # What is wrong is for whoever starts the process, and a traceback would bury it.
    try:
        return Settings()
    except ValidationError as error:
        raise SystemExit("\n".join(_wrong(item) for item in error.errors())) from None
    except SettingsError as error:
        raise SystemExit(f'{error}: lists are JSON, as in ["api.example.com"]') from None


def _wrong(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"]).upper()
    return f"{name}: {error['msg'].removeprefix('Value error, ')}"
