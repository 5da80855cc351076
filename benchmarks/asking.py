"""One request at a time, for what is asked before anything is measured."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from benchmarks.places import BenchError
from benchmarks.postgres import HOST
from benchmarks.servers import Server

OK, REDIRECT, UNAUTHORIZED = 200, 300, 401


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


def ask(
    server: Server, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> Answer:
    connection = HTTPConnection(HOST, server.port, timeout=60)
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        text = response.read()
        is_json = "json" in response.headers.get("content-type", "")
        return Answer(response.status, json.loads(text) if is_json else None)
    finally:
        connection.close()


def ask_json(server: Server, path: str) -> Any:
    return _body(ask(server, "GET", path), path)


def post(server: Server, path: str, body: str, kind: str = "application/json") -> Any:
    return _body(ask(server, "POST", path, body, {"Content-Type": kind}), path)


def _body(answer: Answer, path: str) -> Any:
    if answer.status >= REDIRECT:
        raise BenchError(f"{path} answered {answer.status}: {answer.body}")
    return answer.body
