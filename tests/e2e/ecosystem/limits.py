"""slowapi: a limit on one endpoint, in the words of that library."""

from fastapi import Request
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address

from app.api.v1.public import router

limiter = Limiter(key_func=get_remote_address)


@router.get("/limited")
@limiter.limit("2/hour")
async def get_limited(request: Request) -> str:  # noqa: ARG001 - for the limiter
    return "let in"


from app.main import app  # noqa: E402 - it includes the router

app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
