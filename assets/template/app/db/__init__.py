"""The session and the migrations of this project's database."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
