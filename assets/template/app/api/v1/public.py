"""The routes of version 1 that are open to everybody, but for those that ask for a session."""

from app.api.v1.endpoints import (
    auth,
    own_account,
)
from kit.routing import Router

router = Router()
router.include_router(auth.router)
router.include_router(own_account.router)
