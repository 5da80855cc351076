"""A router that includes any number of others, and whose answers can be kept."""

from typing import Any

from fastapi import APIRouter

from kit.compat.routes import has_lifespan
from kit.routing.route import Route

LIFESPAN = "lifespan_context"


class Router(APIRouter):
    """FastAPI's, except that routers without a lifespan add nothing to the lifespan of this one.

    FastAPI wraps it once more for each, and some hundred are more than Python's stack can enter.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"route_class": Route} | options)

    def include_router(self, router: APIRouter, **options: Any) -> None:
        lifespan = getattr(self, LIFESPAN, None)
        super().include_router(router, **options)
        if not has_lifespan(router):
            setattr(self, LIFESPAN, lifespan)
