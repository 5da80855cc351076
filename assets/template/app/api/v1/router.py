"""The routes of version 1."""

from app.api.v1.endpoints import auth, users
from app.core.routing import Router

router = Router()
router.include_router(auth.router)
router.include_router(users.router)
