"""What goes wrong around a server: locks, killed connections, clients that take their time."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import psycopg
from e2e.processes import Answer, Client

WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks
WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
TERMINATE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND application_name <> 'tests'
"""


def assert_unavailable(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"


def connect(database: str) -> psycopg.Connection:
    """Under a name that tells it from the server's own connections."""
    return psycopg.connect(database, application_name="tests")


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for it, or fail."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)


def listens(client: Client) -> bool:
    """Whether the server takes connections."""
    address = urlsplit(client.url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=30).close()
    except ConnectionRefusedError:
        return False
    return True


@contextmanager
def locked(database: str, lock: str) -> Iterator[Callable[[], int]]:
    """Hold this lock; yields what tells how many wait for one."""
    with connect(database) as connection:
        connection.execute(f"LOCK TABLE {lock}")
        yield lambda: connection.execute(WAITING).fetchone()[0]


@contextmanager
def held_up(client: Client, database: str, *paths: str) -> Iterator[list[Future[Answer]]]:
    """Requests that all have a connection, and wait for a lock until this ends."""
    with ThreadPoolExecutor(len(paths)) as pool, locked(database, "notes") as waiting:
        requests = [pool.submit(client.get, path) for path in paths]
        until(lambda: waiting() == len(paths))
        yield requests


def ask_until_gone(client: Client, path: str) -> list[int]:
    """Ask again and again until nobody listens any more; the statuses of all answers."""
    statuses = []
    while True:
        try:
            statuses.append(client.get(path).status)
        except OSError:
            return statuses


def kill_connections(database: str) -> None:
    """As an administrator does, and as a failover looks; returns when they are dead."""
    with connect(database) as connection:
        connection.execute(TERMINATE)


@contextmanager
def trickling(client: Client, count: int) -> Iterator[None]:
    """Clients that each send a request byte by byte, half of them its head, half its body."""
    address = urlsplit(client.url)
    head = b"POST /api/v1/auth/register HTTP/1.1\r\nHost: slow\r\n"
    body = head + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
    with ExitStack() as stack:
        sockets = []
        for number in range(count):
            connection = socket.create_connection((address.hostname, address.port), timeout=30)
            sockets.append(stack.enter_context(connection))
            connection.sendall(body if number % 2 else head + b"X-Slow: ")
        over = threading.Event()
        thread = threading.Thread(target=_trickle, args=(sockets, over))
        thread.start()
        stack.callback(thread.join)
        stack.callback(over.set)
        yield


def _trickle(sockets: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(0.1):
        for connection in sockets:
            with suppress(OSError):
                connection.sendall(b"a")


@contextmanager
def connected(client: Client) -> Iterator[socket.socket]:
    """A client that has connected, and not asked for anything yet."""
    address = urlsplit(client.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        yield connection


def ask(connection: socket.socket, path: str) -> bytes:
    """The answer, with all that comes after it until the server closes the connection."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return b"".join(iter(lambda: connection.recv(65536), b""))


def workers_of(client: Client) -> list[int]:
    """The processes that answer, as each says when it starts."""
    said = (re.search(r"Started server process \[(\d+)\]", line) for line in client.log)
    return [int(found[1]) for found in said if found]
