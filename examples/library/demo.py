"""Makes a backend for the library with fbb, fills it and serves it: `./dev demo`.

Every command is shown as it runs; the folder is .demo/library, made anew each time.
"""

import argparse
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from visit import EMAIL, PASSWORD, Call, VisitError, check, register, show

LIBRARY = Path(__file__).resolve().parent
PROJECT = Path(".demo/library").absolute()
HOST = "127.0.0.1"
PORT = 8000
TRIES_TO_REACH_SERVER = 150
SECONDS_BETWEEN_TRIES = 0.2
SECONDS_TO_STOP = 10


class DemoError(Exception):
    """The demo cannot go on."""


def run(line: str, *, folder: Path = PROJECT, quiet: bool = False) -> None:
    """Show a command and run it as a shell would."""
    print(f"\n$ {line}", flush=True)
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(  # noqa: S602 - the lines are below
        line, shell=True, cwd=folder, stdout=output, stderr=output, text=True, check=False
    )
    if done.returncode:
        raise DemoError(f"{done.stderr or ''}exit code {done.returncode}: {line}")


def make_project() -> None:
    shutil.rmtree(PROJECT, ignore_errors=True)
    PROJECT.parent.mkdir(exist_ok=True)
    run("fbb new library", folder=PROJECT.parent, quiet=True)
    print("\n$ cd library")
    run(
        "fbb add resource Author name:str:max=200:unique born:int:optional died:int:optional"
        " country:str:max=100"
    )
    run(
        "fbb add resource Book title:str:max=300:index author:ref=Author year:int:index"
        " language:str:min=2:max=2 pages:int:ge=1"
    )
    run("alembic upgrade head")
    loader = Path(os.path.relpath(LIBRARY / "load.py", PROJECT))
    run(f"PYTHONPATH=. python {shlex.quote(str(loader))}")
    # The token that is shown should last as long as the reader's interest.
    run("echo ACCESS_TOKEN_MINUTES=1440 > .env")


def free_port() -> int:
    """The usual one, unless it is taken."""
    for port in (PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise DemoError("no port is free")


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server of the project, until the end of the block, and its address."""
    port = free_port()
    line = f"uvicorn app.main:app --port {port}"
    print(f"\n$ {line}", flush=True)
    server = subprocess.Popen(shlex.split(line), cwd=PROJECT)  # noqa: S603 - the line above
    try:
        url = f"http://{HOST}:{port}"
        wait_until_ready(server, url)
        yield server, url
    finally:
        stop(server)


def wait_until_ready(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(TRIES_TO_REACH_SERVER):
        if server.poll() is not None:
            raise DemoError(f"the server stopped with exit code {server.returncode}")
        try:
            Call(f"{url}/health/ready").send()
        except OSError:
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return
    raise DemoError("the server does not become ready")


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_for_interrupt(server: subprocess.Popen[bytes]) -> None:
    with suppress(KeyboardInterrupt):
        if code := server.wait():
            raise DemoError(f"the server stopped with exit code {code}")


def demonstrate(*, checks: bool) -> None:
    make_project()
    with serving() as (server, url):
        steps = register(url)
        print(f"\nOpen {url}/docs, and sign in as {EMAIL} with {PASSWORD}. In another terminal:")
        show(steps)
        print(flush=True)
        if checks:
            check(steps)
        else:
            print("Stop with Ctrl-C.", flush=True)
            wait_for_interrupt(server)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev demo", description="Make a library and serve it.")
    parser.add_argument("--check", action="store_true", help="make the requests shown, and stop")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # A proxy has no business between this machine and itself.
    os.environ["no_proxy"] = HOST
    try:
        demonstrate(checks=options.check)
    except (DemoError, VisitError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
