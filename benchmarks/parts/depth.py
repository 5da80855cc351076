"""The first page of a list against page 5000, by number and by cursor."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

from benchmarks.apps import GENERATED, PLAIN
from benchmarks.asking import ask_json
from benchmarks.data import with_rows
from benchmarks.load import Request
from benchmarks.measure import Case, Scale, measure
from benchmarks.places import BenchError
from benchmarks.postgres import Postgres
from benchmarks.results import Depth, point
from benchmarks.servers import Server, serving

DEEP = 5000
SIZE = 20
LARGEST = 100  # items on a page
LEAST_ROWS = DEEP * SIZE


def run(postgres: Postgres, scale: Scale) -> Depth:
    sizes = [rows for rows in scale.rows if rows >= LEAST_ROWS]
    with ExitStack() as stack:
        cases: list[Case] = []
        for rows in sizes:
            for app in (GENERATED, PLAIN):
                program = with_rows(app, rows, postgres)
                server = stack.enter_context(serving(program, app.health))
                cases += _numbered(app.name, app.items, rows, server)
                if app is GENERATED and _has_cursor(server):
                    cases += _by_cursor(rows, server)
        has_cursor = any("cursor" in case.label for case in cases)
        return Depth(measure(cases, postgres, scale), has_cursor)


def _numbered(name: str, items: str, rows: int, server: Server) -> Iterator[Case]:
    for page in (1, DEEP):
        request = Request(f"{items}?page={page}&size={SIZE}")
        yield Case(point(f"{name}, page {page}", rows), server, request)


def _by_cursor(rows: int, server: Server) -> Iterator[Case]:
    for page, cursor in ((1, ""), (DEEP, _walk(server))):
        request = Request(_cursor_path(cursor, SIZE))
        yield Case(point(f"generated, cursor at page {page}", rows), server, request)


def _has_cursor(server: Server) -> bool:
    return "next_cursor" in ask_json(server, _cursor_path("", SIZE))


def _walk(server: Server) -> str:
    """The cursor that page 5000 begins at: large steps as far as they go, then small ones."""
    cursor = ""
    large, small = divmod((DEEP - 1) * SIZE, LARGEST)
    for size in [LARGEST] * large + [SIZE] * (small // SIZE):
        cursor = ask_json(server, _cursor_path(cursor, size))["next_cursor"]
    first = ask_json(server, _cursor_path(cursor, SIZE))["items"][0]["id"]
    if first != (DEEP - 1) * SIZE + 1:
        raise BenchError(f"the cursor leads to row {first} instead of page {DEEP}")
    return cursor


def _cursor_path(cursor: str, size: int) -> str:
    return f"{GENERATED.items}?{urlencode({'cursor': cursor, 'size': size})}"
