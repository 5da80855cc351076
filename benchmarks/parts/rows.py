"""Tables of more and more rows: what the first page of a list costs with default options."""

from contextlib import ExitStack

from benchmarks.apps import COUNT_ALL, GENERATED, PLAIN
from benchmarks.asking import ask_json
from benchmarks.data import with_rows
from benchmarks.load import Request
from benchmarks.measure import Case, Scale, measure
from benchmarks.postgres import Postgres
from benchmarks.results import EXACT, Rows, point
from benchmarks.servers import serving


def run(postgres: Postgres, scale: Scale) -> Rows:
    with ExitStack() as stack:
        cases = []
        for app in (GENERATED, PLAIN):
            for rows in scale.rows:
                program = with_rows(app, rows, postgres)
                server = stack.enter_context(serving(program, app.health))
                cases.append(Case(point(app.name, rows), server, Request(app.items)))
                if ask_json(server, app.items)["total"] != rows:
                    exact = Request(f"{app.items}?{COUNT_ALL}")
                    cases.append(Case(point(EXACT, rows), server, exact))
        return Rows(measure(cases, postgres, scale))
