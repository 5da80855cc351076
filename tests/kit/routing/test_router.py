from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from kit.routing import Router


async def started(app: FastAPI) -> dict[str, Any]:
    async with app.router.lifespan_context(app) as state:
        return dict(state or {})


async def test_any_number_of_routers_can_be_started() -> None:
    router, app = Router(), FastAPI()
    for _ in range(2_000):
        router.include_router(APIRouter())
    app.include_router(router)

    assert await started(app) == {}


async def test_a_lifespan_of_an_included_router_is_entered() -> None:
    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[dict[str, str]]:
        yield {"which": "its own"}

    router, app = Router(), FastAPI()
    router.include_router(APIRouter(lifespan=lifespan))
    router.include_router(APIRouter())
    app.include_router(router)

    assert await started(app) == {"which": "its own"}


def test_the_options_of_an_inclusion_hold() -> None:
    inner, router, app = APIRouter(), Router(), FastAPI()
    inner.add_api_route("/inside", lambda: None)
    router.include_router(inner, prefix="/deep", tags=["tag"])
    app.include_router(router)

    assert app.openapi()["paths"]["/deep/inside"]["get"]["tags"] == ["tag"]
