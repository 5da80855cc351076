"""The load generator for machines without wrk: slower, so that rates mean less; costs do not."""

import asyncio
import json
import os
import sys
import time
from random import randint

from benchmarks.postgres import HOST

LENGTH = b"content-length: "


class Client:
    """Sends one request after another on each of its connections, until the time is over."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port = port
        self.deadline = time.perf_counter() + seconds
        self.latencies: list[float] = []
        self.bad = 0

    async def work(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        while (started := time.perf_counter()) < self.deadline:
            writer.write(_message())
            status = await _read_answer(reader)
            self.latencies.append((time.perf_counter() - started) * 1000)
            self.bad += not status.startswith(b"2")
        writer.close()

    def percentile(self, part: float) -> float:
        return sorted(self.latencies)[int(len(self.latencies) * part)]


async def _read_answer(reader: asyncio.StreamReader) -> bytes:
    """The status of an answer, with its body read and dropped."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, rest = head.lower().partition(LENGTH)
    await reader.readexactly(int(rest.split(b"\r\n")[0] or 0))
    return head.split(b" ", 2)[1]


def _message() -> bytes:
    variables = os.environ
    path = variables["BENCH_PATH"]
    path = path.replace("{id}", str(randint(1, int(variables["BENCH_ROWS"]))))  # noqa: S311
    path = path.replace("{page}", str(randint(1, int(variables["BENCH_PAGES"]))))  # noqa: S311
    body = variables["BENCH_BODY"].encode()
    lines = [f"{variables['BENCH_METHOD']} {path} HTTP/1.1", f"Host: {HOST}"]
    if token := variables["BENCH_TOKEN"]:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def main(port: int, seconds: int, connections: int) -> None:
    client = Client(port, seconds)
    started = time.perf_counter()
    await asyncio.gather(*(client.work() for _ in range(connections)))
    result = {
        "count": len(client.latencies),
        "bad": client.bad,
        "seconds": time.perf_counter() - started,
        "p50": client.percentile(0.5),
        "p99": client.percentile(0.99),
    }
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
