"""Nothing that a client sends makes much work before it is refused, nor a long answer."""

import json
import sys
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

import pytest
from fastapi import Body, FastAPI, Form
from httptools import parse_url
from httpx2 import ASGITransport, AsyncClient
from starlette.types import Message

from app.main import create_app
from kit.http.body_guard import MAX_FORM_FIELDS
from kit.http.json_limits import MAX_DEPTH, MAX_NAMES
from kit.http.url_limits import MAX_LENGTH, MAX_PARAMETERS
from kit.http.validation_errors import MAX_ECHO, MAX_ERRORS
from kit.testing import is_problem
from tests.factories.settings import make_settings
from tests.kit.http.guard.answers import JSON, REGISTER

CLOSED = "/api/v1/users"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MAX_VALUES = 5_000
# A megabyte, as large as a body may be.
MANY_NAMES = json.dumps({f"{number:06}": 0 for number in range(75_000)}).encode()
SMALL_ANSWER = 10_000


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, has_fast_path: bool) -> FastAPI:
    settings = make_settings(max_body_values=MAX_VALUES)
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    app = create_app(fast_path=has_fast_path)

    @app.post("/anything")
    async def anything(value: Annotated[Any, Body()]) -> int:
        return len(value)

    @app.post("/form")
    async def form(a: Annotated[str, Form()]) -> str:
        return a

    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


def nested(levels: int) -> bytes:
    return b'[{"a":' * (levels // 2) + b"1" + b"}]" * (levels // 2)


class TestJson:
    @pytest.mark.parametrize(
        ("fits", "too_much", "status"),
        [
            ([0] * (MAX_VALUES - 1), [0] * MAX_VALUES, 413),
            ([[0]] * (MAX_VALUES // 2 - 1), [[0]] * (MAX_VALUES // 2 + 1), 413),
            ([{}] * (MAX_VALUES - 1), [{}] * MAX_VALUES, 413),
            (
                {str(number): 0 for number in range(MAX_NAMES)},
                {str(number): 0 for number in range(MAX_NAMES + 1)},
                413,
            ),
            (json.loads(nested(MAX_DEPTH)), json.loads(nested(MAX_DEPTH + 2)), 422),
        ],
        ids=["values", "values of lists", "objects", "names", "levels"],
    )
    async def test_it_ends(
        self, client: AsyncClient, fits: Any, too_much: Any, status: int
    ) -> None:
        assert (await client.post("/anything", json=fits)).status_code == 200
        assert is_problem(await client.post("/anything", json=too_much), status)

    async def test_a_text_is_one_value_whatever_it_holds(self, client: AsyncClient) -> None:
        assert (await client.post("/anything", json=["[,{" * MAX_VALUES])).status_code == 200


class TestForm:
    async def test_it_has_so_many_fields(self, client: AsyncClient) -> None:
        answers = [
            await client.post("/form", content=b"a=b" + b"&" * more, headers=FORM)
            for more in (MAX_FORM_FIELDS - 1, MAX_FORM_FIELDS)
        ]

        assert [answer.status_code for answer in answers] == [200, 413]
        assert is_problem(answers[1], 413)

    async def test_to_sign_in_takes_kilobytes(self, client: AsyncClient) -> None:
        form = {"username": "ada@example.com", "password": "a" * 20_000}

        assert is_problem(await client.post("/api/v1/auth/login", data=form), 413)


class TestUrl:
    async def test_it_has_a_length(self, client: AsyncClient) -> None:
        assert (await client.get(f"/health?{'a' * (MAX_LENGTH - 100)}")).status_code == 200
        # Each of these is six bytes in a URL.
        long = "ä" * (MAX_LENGTH // 12 + 1)
        assert is_problem(await client.get(f"/{long}?{long}"), 414)

    def test_the_server_reads_what_is_too_long(self) -> None:
        assert parse_url(b"/" * (MAX_LENGTH + 1)).path

    async def test_it_has_so_many_parameters(self, client: AsyncClient) -> None:
        assert (await client.get("/health?" + "&" * (MAX_PARAMETERS - 1))).status_code == 200
        assert is_problem(await client.get("/health?" + "&" * MAX_PARAMETERS), 422)


class TestAnswer:
    async def test_so_many_errors_are_listed_and_the_rest_is_counted(
        self, client: AsyncClient
    ) -> None:
        body = {str(number): 0 for number in range(MAX_NAMES)}

        problem = (await client.post(REGISTER, json=body)).json()

        assert len(problem["errors"]) == MAX_ERRORS
        # Two more are the fields that are absent.
        assert f"{MAX_ERRORS} of {MAX_NAMES + 2} errors" in problem["detail"]

    @pytest.mark.parametrize("name", ["x", "é", "\x01", "\U0001f600"])
    async def test_it_repeats_little_of_what_was_sent(self, client: AsyncClient, name: str) -> None:
        long = name * 1_000
        answers = [
            await client.post(REGISTER, json={f"{number}{long}": 0 for number in range(50)}),
            await client.post(REGISTER, json={"email": long, "password": long}),
            await client.get(f"/{quote(long)}"),
        ]

        for answer in answers:
            assert long not in answer.text
            assert answer.text.count(name) <= (MAX_ERRORS + 1) * (MAX_ECHO + 100)

    @pytest.mark.parametrize("path", [REGISTER, CLOSED])
    async def test_it_is_short(self, client: AsyncClient, path: str) -> None:
        response = await client.post(path, content=MANY_NAMES, headers=JSON)

        assert response.status_code == (413 if path == REGISTER else 401)
        assert len(response.content) < SMALL_ANSWER


async def calls_of(app: FastAPI, path: str, body: bytes, kind: dict[str, str] = JSON) -> int:
    """How many functions are called from a request to its answer, in Python and in C."""
    count = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(_: Message) -> None: ...

    def watch(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    headers = [(name.lower().encode(), value.encode()) for name, value in kind.items()]
    headers += [(b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": headers,
    }
    sys.setprofile(watch)
    try:
        await app(scope, receive, send)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (REGISTER, MANY_NAMES),
        (CLOSED, MANY_NAMES),
        (REGISTER, b'{"email": [' + b"{}," * 300_000 + b"{}]}"),
        (CLOSED, b'{"email": [' + b"{}," * 300_000 + b"{}]}"),
        (CLOSED, b'{"email": ' + b"[" * 100_000),
    ],
    ids=["names", "names, closed", "objects", "objects, closed", "levels, closed"],
)
async def test_a_refusal_costs_no_more_than_an_answer(app: FastAPI, path: str, body: bytes) -> None:
    # The largest body that is answered.
    largest = json.dumps([{}] * (MAX_VALUES - 1)).encode()
    await calls_of(app, "/anything", b"[]")  # what is made once, is made
    await calls_of(app, path, b"{}")

    refused = await calls_of(app, path, body)

    assert refused <= 1.1 * await calls_of(app, "/anything", largest)


async def test_who_may_not_costs_the_same_whatever_is_sent(app: FastAPI) -> None:
    await calls_of(app, CLOSED, b"{}")

    costs = [await calls_of(app, CLOSED, body) for body in (b"{}", MANY_NAMES, b"[" * 900_000)]

    assert len(set(costs)) == 1


async def test_an_empty_form_of_a_megabyte_costs_no_more_than_a_full_one(app: FastAPI) -> None:
    full = b"&".join(b"a=b" for _ in range(MAX_FORM_FIELDS))
    await calls_of(app, "/form", full, FORM)

    refused = await calls_of(app, "/form", b"&" * 1_000_000, FORM)

    assert refused <= await calls_of(app, "/form", full, FORM)
