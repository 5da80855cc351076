"""What every deployment sets, read from the environment and `.env`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from kit.settings.database_url import known_database
from kit.settings.limit import Limit, parse_limit
from kit.settings.production import production_problem

PRODUCTION_DRAIN = 5  # seconds

# A name, an address, *.example.com, or * for any.
Host = Annotated[str, Field(pattern=r"^(\*|(\*\.)?[\w.-]+|\[[\da-fA-F:.]+\])$")]

# As a text, which is no JSON.
RateLimit = Annotated[Limit | None, NoDecode, BeforeValidator(parse_limit)]

SettingsT = TypeVar("SettingsT", bound=BaseSettings)


class KitSettings(BaseSettings):
    """The base of a project's own settings, which name the project and its database."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    project_name: str
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

    rate_limit: RateLimit = parse_limit("600/minute")
    redis_url: str | None = Field(default=None, repr=False)

    sqlite_in_production: bool = False
    database_url: str = Field(repr=False)
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
        """The connections that one process opens at most with one engine."""
        return self.database_pool_size + self.database_max_overflow

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def drain_seconds(self) -> float:
        """As set; by default some in production, and none in development."""
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
        # Each field has its own error, so that all of them are shown at once.
        is_production = info.data.get("environment") == "production"
        problem = is_production and cls.production_problem(info.field_name or "", value, info.data)
        if problem:
            raise ValueError(f"in production it {problem}")
        return value

    @classmethod
    def production_problem(cls, name: str, value: Any, before: Mapping[str, Any]) -> str | None:
        """What is wrong with a value in production.

        `before` has the valid ones of the fields above this one. A project extends it for its own.
        """
        return production_problem(name, value, before)


def read_settings(kind: type[SettingsT]) -> SettingsT:
    """The settings of this process; exits with one line for each that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        raise SystemExit("\n".join(_wrong(item) for item in error.errors())) from None
    except SettingsError as error:
        raise SystemExit(f'{error}: lists are JSON, as in ["api.example.com"]') from None


def _wrong(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"]).upper()
    return f"{name}: {error['msg'].removeprefix('Value error, ')}"
