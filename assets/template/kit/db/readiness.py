"""Whether a database can serve: it answers, and has what the code needs."""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kit.db.revisions import revisions
from kit.db.session import Database

TIMEOUT = 2  # seconds
STORED = text("SELECT version_num FROM alembic_version")


async def why_unready(database: Database, migrations: Path) -> str | None:
    """For the log; None where all is well."""
    try:
        async with asyncio.timeout(TIMEOUT), database.async_session(read_only=True) as db:
            stored = (await db.scalars(STORED)).all()
    except TimeoutError:
        return f"it does not answer within {TIMEOUT} seconds"
    except DBAPIError as error:
        return str(error.orig)
    except (SQLAlchemyError, OSError) as error:
        return str(error)
    if revisions(migrations).are_in(stored):
        return None
    return f"it is at {', '.join(stored) or 'no revision'}: run `alembic upgrade head`"
