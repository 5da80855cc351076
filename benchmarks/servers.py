"""An application behind uvicorn: one worker, the same flags for all."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.places import BenchError
from benchmarks.postgres import HOST, free_port
from benchmarks.processes import run

FLAGS = ("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--host", HOST)
PATIENCE = 120  # seconds
POLL = 0.005  # seconds
# In a traceback, or in one that a log has as JSON.
ERROR = re.compile(r"(?:\\n|\b)(\w+(?:Error|Exception): [^\"\\\n]+)")


@dataclass(frozen=True)
class Program:
    """What to start: an environment, a folder, uvicorn's arguments, settings."""

    python: Path
    folder: Path
    target: tuple[str, ...]
    settings: Mapping[str, str]

    def command(self, port: int) -> list[str | Path]:
        return [self.python, "-m", "uvicorn", *self.target, *FLAGS, "--port", str(port)]


@dataclass(frozen=True)
class Server:
    pid: int
    port: int


@contextmanager
def serving(program: Program, path: str) -> Iterator[Server]:
    """The program, from when it answers this path with 200."""
    port = free_port()
    # Nobody reads the logs of an application here, but it writes them as it does by default.
    process = subprocess.Popen(  # noqa: S603 - the commands are ours
        program.command(port),
        cwd=program.folder,
        env={**os.environ, **program.settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if not _answers(process, port, path):
            raise BenchError(f"{program.folder.name} did not start: {_complaint(program, port)}")
        yield Server(process.pid, port)
    finally:
        _stop(process)


def _answers(process: subprocess.Popen[bytes], port: int, path: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            listening = probe.connect_ex((HOST, port)) == 0
        if listening:
            return status_of(port, path) == 200  # noqa: PLR2004 - HTTP
        time.sleep(POLL)
    return False


def status_of(port: int, path: str) -> int:
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def _complaint(program: Program, port: int) -> str:
    """The error that it ends with when it is started once more; nobody read it the first time."""
    command: list[str | Path] = ["timeout", "20", *program.command(port)]
    try:
        output = run(command, program.folder, program.settings)
    except BenchError as error:
        output = str(error)
    errors: list[str] = ERROR.findall(output)
    return errors[-1] if errors else output[-500:]


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
