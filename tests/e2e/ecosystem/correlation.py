"""asgi-correlation-id: one id for a request, in its answer and in all log lines."""

import logging

from asgi_correlation_id import CorrelationIdFilter, CorrelationIdMiddleware, correlation_id
from fastapi import HTTPException

from app.main import app

app.add_middleware(CorrelationIdMiddleware)

lines = logging.StreamHandler()
lines.addFilter(CorrelationIdFilter(uuid_length=32))
lines.setFormatter(logging.Formatter("correlated %(correlation_id)s %(message)s"))
logger = logging.getLogger("wired")
logger.addHandler(lines)


@app.get("/correlated")
async def get_correlated() -> str | None:
    logger.warning("asked")
    return correlation_id.get()


@app.get("/refused")
async def refuse() -> None:
    raise HTTPException(409, {"correlated": correlation_id.get()})


@app.get("/broken")
async def broken() -> None:
    raise RuntimeError("on purpose")
