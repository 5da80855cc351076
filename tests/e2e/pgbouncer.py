"""A PgBouncer of a test alone."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

CONFIGURATION = """
[databases]
{name} = host={host} port={port} dbname={name} user={user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
server_reset_query =
log_connections = 0
log_disconnections = 0
log_stats = 0
"""


@contextmanager
def pooler(database: str, folder: Path) -> Iterator[str]:
    """In transaction mode, with one connection to this database; the URL that leads through it."""
    program = shutil.which("pgbouncer")
    if program is None:
        pytest.skip("pgbouncer is not on PATH")
    url = urlsplit(database)
    (host,) = parse_qs(url.query)["host"]
    port = _free_port()
    name = url.path.removeprefix("/")
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(
        CONFIGURATION.format(
            name=name,
            host=host,
            port=url.port or 5432,
            user=url.username,
            own_port=port,
        )
    )
    command = [program, str(configuration)]
    if os.getuid() == 0:
        # It does not run as root; whose the socket is may connect there.
        command += ["--user", Path(host).owner()]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert any("process up" in line for line in process.stderr), "it did not start"
            yield f"postgresql://{url.username}@127.0.0.1:{port}/{name}"
        finally:
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
