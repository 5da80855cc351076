"""One line in the log for each request."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from json import JSONEncoder

from kit.logging import get_logger
from kit.settings import KitSettings

NAME = "app.access"

AccessLog = Callable[[str, str, str, int, float], None]

_logger = get_logger(NAME)
_level = logging.getLogger(NAME)
_quote = JSONEncoder().encode


def access_log(settings: KitSettings) -> AccessLog:
    return _write if settings.is_production else _log


def _log(request_id: str, method: str, path: str, status: int, duration_ms: float) -> None:
    _logger.info(
        "request",
        method=method,
        path=path,
        status=status,
        duration_ms=duration_ms,
        request_id=request_id,
    )


def _write(request_id: str, method: str, path: str, status: int, duration_ms: float) -> None:
    """The line that structlog would make, at a fraction of the cost."""
    if not _level.isEnabledFor(logging.INFO):
        return
    timestamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    line = (
        f'{{"method": {_quote(method)}, "path": {_quote(path)}, "status": {status:d}, '
        f'"duration_ms": {duration_ms}, "event": "request", "request_id": "{request_id}", '
        f'"logger": "{NAME}", "level": "info", "timestamp": "{timestamp}"}}\n'
    )
    # Closed, absent, or nobody reads it any more: no reason to fail a request.
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(line)
