"""Probes: is the process alive, and can it serve?"""

from typing import Annotated, Literal

from fastapi import Depends

from app.core.exceptions import UnavailableError
from app.core.routing import Router
from app.db.session import Database
from app.dependencies import get_database
from app.schemas.base import ResponseSchema

router = Router(prefix="/health", tags=["health"])


class Health(ResponseSchema):
    status: Literal["ok"] = "ok"


@router.get("")
async def alive() -> Health:
    """Answer while the process runs; touches nothing else."""
    return Health()


@router.get("/ready")
async def ready(database: Annotated[Database, Depends(get_database)]) -> Health:
    """Answer when the database does."""
    if not await database.is_reachable():
        raise UnavailableError("The database does not answer")
    return Health()
