"""What production refuses."""

import re
from collections.abc import Collection, Mapping
from typing import Any

MIN_SECRET_LENGTH = 32
MIN_SECRET_CHARACTERS = 8
EVERYBODY = {"*", "0.0.0.0/0", "::/0"}


def production_problem(name: str, value: Any, before: Mapping[str, Any]) -> str | None:
    """What is wrong with a value; `before` has the valid ones of the fields above it."""
    match name:
        case "log_level" if value == "DEBUG":
            return "must not be DEBUG"
        case "allowed_hosts" | "cors_origins" if "*" in value:
            return "must name each one that is let in, and not *"
        case "forwarded_allow_ips" if not EVERYBODY.isdisjoint(re.split(r"[\s,]+", value)):
            return "must name the proxies, or everybody could say whom a request is from"
        case "database_url" if value.startswith("sqlite"):
            if not before.get("sqlite_in_production"):
                return "must not be SQLite, unless SQLITE_IN_PRODUCTION says so"
    return None


def secret_problem(secret: str, examples: Collection[str]) -> str | None:
    """What is wrong with a secret key in production."""
    if secret in examples:
        return "must be set, and not to an example"
    if len(secret) < MIN_SECRET_LENGTH:
        return f"must have {MIN_SECRET_LENGTH} characters or more"
    # Few different characters, or one text again and again.
    if len({*secret}) < MIN_SECRET_CHARACTERS or secret in (secret + secret)[1:-1]:
        return "must be random, as what `openssl rand -hex 32` writes"
    return None
