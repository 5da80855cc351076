"""Locks that have a name and end with the transaction that took them."""

from hashlib import sha256

from sqlalchemy import BigInteger, Text, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db.compiled import Query

number = bindparam("number", type_=BigInteger)
TRY_LOCK = Query(select(func.pg_try_advisory_xact_lock(number)))
LOCK = Query(select(func.pg_advisory_xact_lock(number, type_=Text)))


async def try_lock(db: AsyncSession, name: str) -> bool:
    """False if another transaction has it."""
    return _is_alone(db) or bool(await TRY_LOCK.one(db, number=_number(name)))


async def lock(db: AsyncSession, name: str) -> None:
    """Wait until no other transaction has it."""
    if not _is_alone(db):
        await LOCK.one(db, number=_number(name))


def _is_alone(db: AsyncSession) -> bool:
    """On SQLite one transaction alone writes, and needs no lock."""
    return db.get_bind().dialect.name != "postgresql"


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
