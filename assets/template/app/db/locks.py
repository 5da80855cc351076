"""Locks that have a name and end with the transaction that took them."""

from hashlib import sha256

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.compiled import Query

number = bindparam("number", type_=BigInteger)
# As a read it would have no transaction, and the lock would end at once.
TRY_LOCK = Query(select(func.pg_try_advisory_xact_lock(number)).with_for_update())


async def try_lock(db: AsyncSession, name: str) -> bool:
    """False if another transaction has it. On SQLite one alone writes, and needs no lock."""
    if db.get_bind().dialect.name != "postgresql":
        return True
    digest = sha256(name.encode()).digest()
    taken = await TRY_LOCK.one(db, number=int.from_bytes(digest[:8], signed=True))
    return bool(taken)
