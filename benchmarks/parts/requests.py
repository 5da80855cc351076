"""One request of each kind, in all applications side by side."""

import logging
from contextlib import ExitStack
from functools import partial

from benchmarks.apps import ALL, COUNT_ALL, App, Generated
from benchmarks.asking import ask_json
from benchmarks.checks import Contract
from benchmarks.data import drop_new_rows, prepare, token_for_user_1
from benchmarks.environments import installed_versions
from benchmarks.load import ROWS, Request
from benchmarks.measure import Case, Samples, Scale, measure
from benchmarks.places import BenchError
from benchmarks.postgres import Postgres
from benchmarks.results import EXACT, Requests
from benchmarks.servers import Server, serving

log = logging.getLogger(__name__)

KINDS = ("R1", "R2", "R3", "R4", "R5")
PACKAGES = (
    *("fastapi", "starlette", "litestar", "fastcrud", "advanced-alchemy", "sqlalchemy"),
    *("asyncpg", "pydantic", "msgspec", "orjson", "uvicorn", "uvloop", "httptools"),
)


class Comparison:
    """Starts what can be started, and measures that."""

    def __init__(self, postgres: Postgres, stack: ExitStack) -> None:
        self.postgres = postgres
        self.stack = stack
        self.running: list[tuple[App, Server, dict[str, Request]]] = []
        self.versions: dict[str, dict[str, str]] = {}
        self.missing: dict[str, str] = {}

    def start(self, app: App) -> None:
        try:
            self._start(app)
        except BenchError as error:
            if isinstance(app, Generated):
                raise
            log.warning("without %s: %s", app.name, error)
            self.missing[app.name] = str(error)

    def _start(self, app: App) -> None:
        program = prepare(app, self.postgres)
        server = self.stack.enter_context(serving(program, app.health))
        token = token_for_user_1(app, server)
        Contract(app, server, token, self.postgres).check()
        self.versions[app.name] = installed_versions(program.python, PACKAGES)
        self.running.append((app, server, app.requests(token)))

    def measure(self, kind: str, scale: Scale) -> Samples:
        log.info("measuring %s", kind)
        cases = []
        for app, server, requests in self.running:
            tidy = partial(drop_new_rows, self.postgres, app.database) if kind == "R3" else None
            cases.append(Case(app.name, server, requests[kind], tidy))
            if kind == "R2" and _is_bounded(app, server):
                exact = Request(f"{requests[kind].path}&{COUNT_ALL}")
                cases.append(Case(EXACT, server, exact))
        return measure(cases, self.postgres, scale)


def _is_bounded(app: App, server: Server) -> bool:
    """Whether a total is not the number of all rows."""
    return isinstance(app, Generated) and ask_json(server, app.items)[app.total_key] != ROWS


def run(postgres: Postgres, scale: Scale) -> Requests:
    with ExitStack() as stack:
        comparison = Comparison(postgres, stack)
        for app in ALL:
            comparison.start(app)
        samples = {kind: comparison.measure(kind, scale) for kind in KINDS}
    return Requests(samples, comparison.versions, comparison.missing)
