"""What a URL of a database may be."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

DATABASES = ("sqlite", "postgresql")
IN_MEMORY = {None, "", ":memory:", "file::memory:"}


def known_database(value: str) -> str:
    """The URL, of a database that there is a driver for; a ValueError says what is wrong."""
    # Hosting providers still hand out the scheme that SQLAlchemy dropped.
    value = value.replace("postgres://", "postgresql://", 1)
    try:
        url = make_url(value)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        # Their message may hold a part of the password.
        raise ValueError("is not a database URL") from None
    if backend not in DATABASES:
        raise ValueError(f"must start with one of: {', '.join(DATABASES)}")
    if backend == "sqlite" and _is_in_memory(url):
        raise ValueError("must name a file: in memory, each connection has a database of its own")
    return value


def _is_in_memory(url: URL) -> bool:
    return url.database in IN_MEMORY or url.query.get("mode") == "memory"
