"""The database: `with Database(get_settings()).session() as db:` in scripts."""

from kit.db.session import Database

__all__ = ["Database"]
