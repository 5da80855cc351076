"""The routes of version 1 that are open to everybody, unless they say otherwise themselves."""

from app.api.v1.endpoints import auth
from app.core.routing import Router

router = Router()
router.include_router(auth.router)
