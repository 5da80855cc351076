"""Structured logs: JSON lines in production, readable ones in development."""

import logging
import sys

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor

from kit.compat import missing
from kit.settings import KitSettings


def get_logger(name: str) -> BoundLogger:
    logger: BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def configure_logging(settings: KitSettings) -> None:
    """Send everything, the server's own lines too, through one formatter to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[ProcessorFormatter.remove_processors_meta, *_rendering(settings)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        server = logging.getLogger(name)
        server.handlers = []
        server.propagate = True
    # On DEBUG it shows every value that goes to the database.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    # At each start it lists its own parts.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    # The middleware writes the access log.
    logging.getLogger("uvicorn.access").disabled = True
    for reason in missing:
        get_logger(__name__).warning("library changed", reason=reason)


def _rendering(settings: KitSettings) -> list[Processor]:
    if settings.is_production:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [
        _on_one_line,
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # Tracebacks with the values of variables would print passwords.
            exception_formatter=structlog.dev.plain_traceback,
        ),
    ]


def _on_one_line(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What a client sends must not begin a line of its own, nor colour one."""
    for name, value in event.items():
        if name != "event" and isinstance(value, str) and not value.isprintable():
            event[name] = ascii(value)[1:-1]
    return event
