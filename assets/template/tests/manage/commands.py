"""A command as it is given, and who is in the database after it."""

import asyncio
from collections.abc import Callable

from sqlalchemy import select

from app.manage import main
from app.models.user import User
from kit.db.session import Database

EMAIL = "ada@example.com"

Pipe = Callable[[str], None]
Type = Callable[..., None]


async def create_admin(*arguments: str) -> int:
    """In a thread, because it has an event loop of its own."""
    return await asyncio.to_thread(main, ["create-admin", *arguments])


async def stored(database: Database) -> list[User]:
    async with database.async_session(read_only=True) as db:
        return list(await db.scalars(select(User)))
