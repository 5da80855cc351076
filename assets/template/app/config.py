"""Settings, read once from the environment and `.env`."""

from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEVELOPMENT_SECRET = "development-only-secret-never-for-production"  # noqa: S105
MIN_SECRET_LENGTH = 32
EXAMPLE_SECRETS = {DEVELOPMENT_SECRET, "change-me-to-a-long-random-string-of-your-own"}
DATABASES = ("sqlite", "postgresql")

# A name, an address, *.example.com, or * for any.
Host = Annotated[str, Field(pattern=r"^(\*|(\*\.)?[\w.-]+|\[[\da-fA-F:.]+\])$")]


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
    max_body_size: int = Field(default=1024 * 1024, ge=1, description="bytes")
    telemetry_enabled: bool = False

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    access_token_minutes: int = Field(default=15, ge=1, le=24 * 60)

    database_url: str = Field(default="sqlite:///./app.db", repr=False)
    database_pool_size: int = Field(default=10, ge=1)
    # What overflows is closed when it is given back: at busy times, a connection for each query.
    database_max_overflow: int = Field(default=0, ge=0)
    database_pool_timeout: float = Field(default=2, gt=0, description="seconds")

    @property
    def database_connections(self) -> int:
        """As many as one process opens at once through one door."""
        return self.database_pool_size + self.database_max_overflow

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def has_docs(self) -> bool:
        return self.docs_in_production or not self.is_production

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        # Hosting providers still hand out the scheme that SQLAlchemy dropped.
        value = value.replace("postgres://", "postgresql://", 1)
        try:
            backend = make_url(value).get_backend_name()
        except (ArgumentError, ValueError):
            # Their message may hold a part of the password.
            raise ValueError("is not a database URL") from None
        if backend not in DATABASES:
            raise ValueError(f"must start with one of: {', '.join(DATABASES)}")
        return value

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.is_production:
            problems = list(self._production_problems())
            if problems:
                raise ValueError("not fit for production: " + "; ".join(problems))
        return self

    def _production_problems(self) -> list[str]:
        secret = self.secret_key.get_secret_value()
        problems = []
        if secret in EXAMPLE_SECRETS:
            problems.append("SECRET_KEY is missing or an example")
        elif len(secret) < MIN_SECRET_LENGTH:
            problems.append(f"SECRET_KEY is shorter than {MIN_SECRET_LENGTH} characters")
        if "*" in self.cors_origins:
            problems.append("CORS_ORIGINS lets every site in")
        return problems


@lru_cache
def get_settings() -> Settings:
    return Settings()
