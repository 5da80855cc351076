"""Connections of psycopg that do not wait for an answer without an end."""

from typing import Any

import psycopg

from kit.compat.answers import NOT_IN_TIME


class AnsweredConnection(psycopg.Connection[Any]):
    """A connection that is closed when it has heard nothing for too long."""

    patience: float | None = None  # seconds

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except NOT_IN_TIME:
            self.close()
            raise psycopg.OperationalError("no answer in time") from TimeoutError()
