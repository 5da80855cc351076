"""A router that includes any number of others, and whose answers can be kept."""

from typing import Any

from fastapi import APIRouter

from kit.routing.route import Route

NO_LIFESPAN = type(APIRouter().lifespan_context)


class Router(APIRouter):
    """FastAPI's, except that routers without a lifespan add nothing to the lifespan of this one.

    FastAPI wraps it once more for each, and some hundred are more than Python's stack can enter.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"route_class": Route} | options)

    def include_router(self, router: APIRouter, **options: Any) -> None:
        lifespan = self.lifespan_context
        super().include_router(router, **options)
        if type(router.lifespan_context) is NO_LIFESPAN:
            self.lifespan_context = lifespan
