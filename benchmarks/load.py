"""Requests at a fixed number of connections: by `wrk`, or by a client of ours where it is not."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import FOLDER, REPOSITORY, BenchError
from benchmarks.postgres import HOST

CONNECTIONS = 32
SCRIPT = FOLDER / "load.lua"
ROWS = 100_000
PAGES = 100


@dataclass(frozen=True)
class Request:
    """A request; {id} and {page} in its path are another number each time."""

    path: str
    method: str = "GET"
    body: str = ""
    token: str = ""

    def variables(self) -> dict[str, str]:
        return {
            "BENCH_METHOD": self.method,
            "BENCH_PATH": self.path,
            "BENCH_BODY": self.body,
            "BENCH_TOKEN": self.token,
            "BENCH_ROWS": str(ROWS),
            "BENCH_PAGES": str(PAGES),
        }


@dataclass(frozen=True)
class Answers:
    """What came back in one round."""

    count: int
    bad: int  # not 2xx, or no answer at all
    seconds: float
    p50: float  # milliseconds
    p99: float  # milliseconds


def send(request: Request, port: int, seconds: int) -> Answers:
    """As many of the request as the server answers in these seconds."""
    done = subprocess.run(  # noqa: S603 - the commands are ours
        _command(port, seconds),
        cwd=REPOSITORY,
        env={**os.environ, **request.variables()},
        capture_output=True,
        text=True,
        check=False,
    )
    _, marker, result = done.stdout.partition("RESULT ")
    if not marker:
        raise BenchError(f"the load generator failed\n{done.stdout}{done.stderr}")
    return Answers(**json.loads(result.splitlines()[0]))


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "benchmarks/client.py"


def _command(port: int, seconds: int) -> list[str | Path]:
    if wrk := shutil.which("wrk"):
        url = f"http://{HOST}:{port}"
        return [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", SCRIPT, url]
    ours = [str(port), str(seconds), str(CONNECTIONS)]
    return [sys.executable, "-m", "benchmarks.client", *ours]
