"""The application: `uvicorn app.main:app`."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from app.api import health
from app.api.v1.router import router as v1
from app.config import Settings, get_settings
from app.core.error_handlers import PROBLEM_RESPONSES, add_error_handlers
from app.core.logging import configure_logging
from app.core.middleware import RequestContextMiddleware
from app.core.routing import RouteIndex
from app.db.session import Database
from app.schemas.common import ProblemDetails

SCHEMA_REF = "#/components/schemas/{model}"

AsyncEndpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class Application(FastAPI):
    """FastAPI whose OpenAPI document knows the format of its errors, and makes nobody wait."""

    _one_builds = Lock()

    def openapi(self) -> dict[str, Any]:
        with self._one_builds:
            document = super().openapi()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            if "ProblemDetails" not in schemas:
                problem = ProblemDetails.model_json_schema(ref_template=SCHEMA_REF)
                schemas.update(problem.pop("$defs"), ProblemDetails=problem)
            return document

    def setup(self) -> None:
        super().setup()
        for position, route in enumerate(self.routes):
            if isinstance(route, Route) and route.path == self.openapi_url:
                endpoint = _in_thread(route.endpoint)
                self.routes[position] = Route(
                    route.path, endpoint, name=route.name, include_in_schema=False
                )


def _in_thread(endpoint: AsyncEndpoint) -> Callable[[Request], Response]:
    """A plain function has a thread of its own. In a big project the document takes a second."""

    def answer(request: Request) -> Response:
        return asyncio.run(endpoint(request))

    return answer


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    if not settings.is_production:
        from app.db.migrate import upgrade  # noqa: PLC0415 - Alembic is slow to load

        await run_in_threadpool(upgrade, settings)
    yield
    await app.state.database.dispose()


def create_app(*, short_way: bool = True) -> FastAPI:
    settings = get_settings()
    configure_logging(settings)
    app = Application(
        title=settings.project_name,
        lifespan=lifespan,
        responses=PROBLEM_RESPONSES,
    )
    app.state.settings = settings
    app.state.database = Database(settings)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type"],
        )
    app.add_middleware(RequestContextMiddleware)
    add_error_handlers(app)
    app.include_router(health.router)
    app.include_router(v1, prefix="/api/v1")
    if short_way:
        app.router.routes.insert(0, RouteIndex(app.routes))
    return app


app = create_app()
gc.freeze()  # What is made until here stays: the garbage collector need not look through it again.
