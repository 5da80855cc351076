from typing import Any

from app.config import Settings

PRODUCTION: dict[str, Any] = {
    "environment": "production",
    "secret_key": "a-secret-of-tests-for-production",
    "allowed_hosts": ["test"],
    "smtp_url": "smtp://127.0.0.1:1",
    "mail_from": "noreply@example.com",
    "frontend_url": "https://app.example.com",
    "database_url": "postgresql://u:p@127.0.0.1:1/none",
}


def make_settings(**values: Any) -> Settings:
    """Of the values alone, whatever a `.env` says."""
    return Settings(_env_file=None, **values)


def production(**values: Any) -> Settings:
    return make_settings(**PRODUCTION | values)
