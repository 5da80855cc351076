"""The application: `uvicorn app.main:app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from app.api import health
from app.api.v1.public import router as public
from app.api.v1.router import router as v1
from app.config import API_PREFIX, Settings, get_settings
from app.db import MIGRATIONS
from kit.db.revisions import revisions
from kit.db.session import Database
from kit.http.application import Application
from kit.http.body_guard import BodyGuard
from kit.http.conditional import IF_MATCH, IF_NONE_MATCH
from kit.http.drain import Drain
from kit.http.error_handlers import PROBLEM_RESPONSES, add_error_handlers
from kit.http.guard import HostGuard
from kit.http.head import HeadAsGet
from kit.http.idempotency import AnsweredBefore, answer_again
from kit.http.openapi import operation_id
from kit.http.rate_limit.guard import RateGuard
from kit.http.rate_limit.limiter import RateLimiter
from kit.http.startup import StartupError
from kit.http.telemetry import telemetry
from kit.logging import configure_logging
from kit.mail import make_mailer
from kit.routing import RouteIndex, bind_routes

SENT_BY_PAGES = ["Authorization", "Content-Type", "Idempotency-Key", IF_MATCH, IF_NONE_MATCH]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    if not settings.is_production:
        from kit.db.migrate import upgrade  # noqa: PLC0415 - Alembic is slow to load

        try:
            await run_in_threadpool(upgrade, settings, MIGRATIONS)
        except ConnectionError as error:
            raise StartupError(error) from None
    await run_in_threadpool(revisions, MIGRATIONS)
    bind_routes(app)
    # What is made until here stays: the garbage collector need not look through it again, and later
    # less often than after every 700 objects, which is a few requests.
    gc.freeze()
    gc.set_threshold(20_000)
    with app.state.drain.on_sigterm():
        yield
    await app.state.rate_limiter.close()
    await app.state.database.dispose()


def create_app(*, fast_path: bool = True) -> FastAPI:
    settings = get_settings()
    configure_logging(settings)
    app = Application(
        title=settings.project_name,
        description="Errors are problem details, as RFC 9457 has them.",
        generate_unique_id_function=operation_id,
        lifespan=lifespan,
        responses=PROBLEM_RESPONSES,
        telemetry=telemetry(settings),
        openapi_url="/openapi.json" if settings.has_docs else None,
    )
    app.state.settings = settings
    app.state.drain = Drain(settings.drain_seconds)
    app.state.database = Database(settings)
    app.state.mailer = make_mailer(settings)
    app.state.rate_limiter = RateLimiter(settings)
    _add_middleware(app, settings)
    add_error_handlers(app)
    app.exception_handler(AnsweredBefore)(answer_again)
    app.include_router(health.router)
    app.include_router(public, prefix=API_PREFIX)
    app.include_router(v1, prefix=API_PREFIX)
    if fast_path:
        app.router.routes.insert(0, RouteIndex(app.routes))
    return app


def _add_middleware(app: Application, settings: Settings) -> None:
    """What is added last is asked first."""
    app.add_middleware(HeadAsGet)
    app.add_middleware(BodyGuard, settings.max_body_size, settings.max_body_values)
    if settings.rate_limit:
        app.add_middleware(RateGuard, settings.rate_limit)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=SENT_BY_PAGES,
            expose_headers=["ETag", "Idempotent-Replayed", "Retry-After", "X-Request-ID"],
        )
    if "*" not in settings.allowed_hosts:
        app.add_middleware(HostGuard, settings.allowed_hosts, www_redirect=False)


app = create_app()
