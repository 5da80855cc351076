"""A Redis of a test alone."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import pytest


@contextmanager
def redis_server() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its URL, of a socket and no port, and its process."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not on PATH")
    # The path of a socket has 107 bytes at most, and a folder of the tests may have more.
    with TemporaryDirectory(dir="/tmp") as folder:
        command = [program, "--port", "0", "--unixsocket", f"{folder}/socket", "--save", ""]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert any("ready to accept" in line.lower() for line in process.stdout)
            try:
                yield f"unix://{folder}/socket", process
            finally:
                process.kill()
