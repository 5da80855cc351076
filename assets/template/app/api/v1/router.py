"""The routes of version 1. Each needs a signed-in user; `public.py` has those that do not."""

from app.api.v1.endpoints import (
    api_keys,
    users,
)
from app.dependencies import SignedIn
from kit.routing import Router

router = Router(dependencies=[SignedIn])
router.include_router(api_keys.router)
router.include_router(users.router)
