"""The contract that every application keeps, so that nobody is quick by being wrong."""

import json

from psycopg import sql

from benchmarks.apps import BODY, App, Generated
from benchmarks.asking import OK, UNAUTHORIZED, Answer, ask
from benchmarks.data import drop_new_rows
from benchmarks.load import ROWS, Request
from benchmarks.places import BenchError
from benchmarks.postgres import Postgres
from benchmarks.servers import Server

SAMPLE = {
    "id": 4242,
    "title": "Item number 4242",
    "description": "description text " * 6 + "4242",
    "owner_id": 243,
}
WRITTEN = {"created_at", "updated_at"}
PAGE = 3
IDS_OF_PAGE = list(range(41, 61))
# A generated project counts no further than this unless it is asked to.
COUNTED = 10_000
STORED = "SELECT title, description, owner_id FROM items WHERE id = {id}"
SET_ACTIVE = "UPDATE users SET is_active = {value} WHERE id = 1"


class Contract:
    """Asks one application, and complains about the first answer that is wrong."""

    def __init__(self, app: App, server: Server, token: str, postgres: Postgres) -> None:
        self.app = app
        self.server = server
        self.requests = app.requests(token)
        self.postgres = postgres

    def check(self) -> None:
        self._check_item("R1")
        self._check_list()
        self._check_create()
        self._check_item("R4")
        self._check_refusals()
        self._expect(self._ask("R5").status == OK, "R5 is not answered with 200")

    def _check_item(self, kind: str) -> None:
        answer = self._ask(kind)
        self._expect(answer.status == OK, f"{kind} answered {answer.status}")
        self._expect(answer.body.keys() == SAMPLE.keys() | WRITTEN, f"{kind} has other fields")
        self._expect(SAMPLE.items() <= answer.body.items(), f"{kind} has another row")

    def _check_list(self) -> None:
        answer = self._ask("R2")
        self._expect(answer.status == OK, f"R2 answered {answer.status}")
        ids = [item["id"] for item in answer.body[self.app.rows_key]]
        self._expect(ids == IDS_OF_PAGE, "R2 has other rows")
        total = answer.body[self.app.total_key]
        enough = isinstance(self.app, Generated) and total >= COUNTED
        self._expect(total == ROWS or enough, f"R2 counts {total} rows")

    def _check_create(self) -> None:
        answer = self._ask("R3")
        self._expect(answer.status in {200, 201}, f"R3 answered {answer.status}")
        query = sql.SQL(STORED).format(id=answer.body["id"])
        row = self.postgres.row(self.app.database, query)
        self._expect(answer.body["id"] > ROWS, "R3 has no new id")
        self._expect(row == tuple(json.loads(BODY).values()), "R3 has stored something else")
        drop_new_rows(self.postgres, self.app.database)

    def _check_refusals(self) -> None:
        private = self.requests["R4"]
        forged = private.token[:-8] + private.token[-8:].swapcase()
        for token in ("", forged):
            status = self._send(Request(private.path, token=token)).status
            self._expect(status == UNAUTHORIZED, f"R4 answered {status} to nobody")
        self._set_active(False)
        status = self._send(private).status
        self._set_active(True)
        self._expect(status == UNAUTHORIZED, "R4 does not look at the user")

    def _set_active(self, value: bool) -> None:
        self.postgres.execute(self.app.database, sql.SQL(SET_ACTIVE).format(value=value))

    def _ask(self, kind: str) -> Answer:
        return self._send(self.requests[kind])

    def _send(self, request: Request) -> Answer:
        path = request.path.format(id=SAMPLE["id"], page=PAGE)
        headers = {"Authorization": f"Bearer {request.token}"} if request.token else {}
        if request.body:
            headers["Content-Type"] = "application/json"
        return ask(self.server, request.method, path, request.body, headers)

    def _expect(self, right: bool, complaint: str) -> None:
        if not right:
            raise BenchError(f"{self.app.name} breaks the contract: {complaint}")
