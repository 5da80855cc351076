"""What the two drivers of PostgreSQL are told, so that nobody waits for it without an end.

PostgreSQL ends a statement that takes too long. Where it does not even say so, because the
machine or the network has gone, the driver gives up soon after; or the kernel does, which asks the
other side whether it is there.
"""

import socket
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError

from kit.compat.connections import socket_of
from kit.db.compiled.drivers import LOST

CONNECT_TIMEOUT = 5  # seconds
# Seconds in which PostgreSQL can say that it has ended a statement.
GRACE = 2
# As libpq has them: seconds, seconds, times, and milliseconds for what is sent and never received.
KEEPALIVES = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
SOCKET_OPTIONS = {
    "keepalives_idle": "TCP_KEEPIDLE",
    "keepalives_interval": "TCP_KEEPINTVL",
    "keepalives_count": "TCP_KEEPCNT",
    "tcp_user_timeout": "TCP_USER_TIMEOUT",
}
# Options of libpq that asyncpg would send to the server.
NOT_IN_ASYNCPG = ("channel_binding", "keepalives", *KEEPALIVES)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a statement, and for one of an export; 0 is no end."""

    statement: float
    export: float
    is_pooled: bool

    @property
    def answer(self) -> float | None:
        """After so many seconds without an answer, a connection is given up."""
        limits = (self.statement, self.export)
        return max(limits) + GRACE if all(limits) else None


def set_timeout(seconds: float) -> str:
    """For the transaction that there is."""
    return f"SET LOCAL statement_timeout = {_milliseconds(seconds)}"


def set_timeouts(engine: Engine, seconds: float) -> None:
    """For each transaction that a session begins on this engine."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(set_timeout(seconds))


def psycopg_options(url: URL, limits: Limits) -> tuple[URL, dict[str, Any]]:
    """The URL and the further arguments that psycopg connects with."""
    defaults = {name: str(value) for name, value in KEEPALIVES.items()}
    defaults["connect_timeout"] = str(CONNECT_TIMEOUT)
    url = url.set(query={**defaults, **_with_timeout(url, limits).query})
    return url, {"prepare_threshold": None} if limits.is_pooled else {}


def use_psycopg(engine: Engine, limits: Limits) -> None:
    from kit.db.answered import AnsweredConnection  # noqa: PLC0415 - psycopg is slow to load

    @event.listens_for(engine, "do_connect")
    def connect(_: Dialect, __: object, arguments: Any, parameters: Any) -> AnsweredConnection:
        connection = AnsweredConnection.connect(*arguments, **parameters)
        connection.patience = limits.answer
        return connection

    if limits.is_pooled:
        set_timeouts(engine, limits.statement)


def asyncpg_options(url: URL, limits: Limits) -> tuple[URL, dict[str, Any]]:
    """The same for asyncpg, which reads the options of libpq from a DSN alone, and lacks some."""
    query = dict(_with_timeout(url, limits).query)
    for name in NOT_IN_ASYNCPG:
        query.pop(name, None)
    timeout = query.pop("connect_timeout", CONNECT_TIMEOUT)
    dsn = url.set(drivername="postgresql", query=query)
    arguments: dict[str, Any] = {
        "dsn": dsn.render_as_string(hide_password=False),
        "timeout": float(str(timeout)),
        "command_timeout": limits.answer,
    }
    if limits.is_pooled:
        # A statement without a name is prepared again for each use, and leaves nothing behind.
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
        arguments["prepared_statement_name_func"] = str
    return url.set(query={}), arguments


def use_asyncpg(engine: Engine, url: URL, limits: Limits) -> None:
    options = {name: int(str(url.query.get(name, value))) for name, value in KEEPALIVES.items()}

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _: object, arguments: Any, parameters: Any) -> Any:
        try:
            connection = dialect.connect(*arguments, **parameters)
        except OSError as error:
            # asyncpg says with the system's own errors that nobody is there.
            raise OperationalError(None, None, _told(error)) from error
        _keep_alive(connection.driver_connection, options)
        return connection

    event.listen(engine, "handle_error", _discard_lost)
    if limits.is_pooled:
        set_timeouts(engine, limits.statement)


def _keep_alive(connection: Any, options: dict[str, int]) -> None:
    raw = socket_of(connection)
    if raw is None or raw.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in options.items():
        if option := getattr(socket, SOCKET_OPTIONS[name], None):  # not all systems have all
            raw.setsockopt(socket.IPPROTO_TCP, option, value)


def _discard_lost(context: ExceptionContext) -> Exception | None:
    """What compiled statements do by themselves."""
    error = context.original_exception
    cause = error.__cause__ or error
    if not isinstance(cause, LOST) or context.connection is None:
        return None
    context.is_disconnect = True
    if not context.connection.invalidated:
        # At once: closing it in the polite way would wait for an answer again.
        raw: Any = context.connection.connection.driver_connection
        raw.terminate()
    return OperationalError(context.statement, None, _told(cause), connection_invalidated=True)


def _told(error: BaseException) -> BaseException:
    """A timeout of asyncpg has no text."""
    return error if str(error) else TimeoutError("no answer in time")


def _with_timeout(url: URL, limits: Limits) -> URL:
    """What the URL says itself comes later, and wins."""
    if limits.is_pooled or not limits.statement:
        return url
    given = str(url.query.get("options", ""))
    options = f"-c statement_timeout={_milliseconds(limits.statement)} {given}".rstrip()
    return url.update_query_dict({"options": options})


def _milliseconds(seconds: float) -> int:
    return ceil(seconds * 1000)
