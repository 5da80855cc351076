"""Probes: is the process alive, and can it serve?"""

from typing import Annotated, Literal

from fastapi import Depends
from fastapi.requests import HTTPConnection

from app.core.exceptions import UnavailableError
from app.db import MIGRATIONS
from app.db.session import Database
from app.schemas.base import ResponseSchema
from kit.db.readiness import why_unready
from kit.http.sessions import get_database
from kit.logging import get_logger
from kit.routing import Router

logger = get_logger(__name__)

router = Router(prefix="/health", tags=["health"])


class Health(ResponseSchema):
    status: Literal["ok"] = "ok"


@router.get("")
async def alive() -> Health:
    """Answer while the process runs; touches nothing else."""
    return Health()


@router.get("/ready")
async def ready(
    connection: HTTPConnection, database: Annotated[Database, Depends(get_database)]
) -> Health:
    """Answer when the database does, and has what this release needs; not once told to stop."""
    if connection.app.state.drain.has_begun:
        raise UnavailableError("The server is about to stop")
    if reason := await why_unready(database, MIGRATIONS):
        logger.warning("the database is not ready", reason=reason)
        raise UnavailableError("The database is not ready")
    return Health()
