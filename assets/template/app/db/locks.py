"""Locks that have a name and end with the transaction that took them."""

from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def try_lock(db: AsyncSession, name: str) -> bool:
    """False if another transaction has it. SQLite has one writer, so there nobody else can."""
    if db.get_bind().dialect.name != "postgresql":
        await db.connection()
        return True
    number = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    return bool(await db.scalar(select(func.pg_try_advisory_xact_lock(number))))
