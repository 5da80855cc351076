"""Bodies have a size, and names once."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from httpx2 import AsyncClient
from starlette.types import Message

from kit.testing import is_problem
from tests.kit.http.guard.answers import JSON, LIMIT, REGISTER


class Long:
    """A body that does not say how long it is, nor ends before a test that fails has failed."""

    def __init__(self) -> None:
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.taken < 100 * LIMIT:
            self.taken += LIMIT // 2
            yield b"[" * (LIMIT // 2)


class TestSizes:
    @pytest.mark.parametrize("path", [REGISTER, "/api/v1/auth/login"])
    async def test_a_body_that_is_too_large_is_refused(
        self, client: AsyncClient, path: str
    ) -> None:
        kind = JSON if path == REGISTER else {"Content-Type": "application/x-www-form-urlencoded"}

        assert is_problem(await client.post(path, content=b"a" * 20 * LIMIT, headers=kind), 413)

    @pytest.mark.parametrize("path", [REGISTER, "/api/v1/auth/login"])
    async def test_a_body_without_a_length_is_read_no_further(
        self, client: AsyncClient, path: str
    ) -> None:
        body = Long()
        kind = JSON if path == REGISTER else {"Content-Type": "application/x-www-form-urlencoded"}
        response = await client.post(path, content=body, headers=kind)

        assert is_problem(response, 413)
        assert body.taken <= 20 * LIMIT

    async def test_it_is_refused_where_no_body_is_read(self, client: AsyncClient) -> None:
        response = await client.request("GET", "/health", content=b"a" * (LIMIT + 1))

        assert is_problem(response, 413)

    async def test_http_2_does_not_say_that_a_body_comes(self, app: FastAPI) -> None:
        received = [{"type": "http.request", "body": b"[" * LIMIT, "more_body": True}] * 2
        sent: list[Message] = []

        async def receive() -> Message:
            return received.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"api.example.com"), (b"content-type", b"application/json")]
        scope = {"type": "http", "http_version": "2", "method": "POST", "path": REGISTER}
        await app(scope | {"headers": headers, "query_string": b""}, receive, send)

        assert sent[0]["status"] == 413

    async def test_a_route_may_have_a_limit_of_its_own(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        @app.post("/upload", max_body_size=2 * LIMIT)
        async def upload(request: Request) -> int:
            return len(await request.body())

        sizes = [LIMIT + 1, 2 * LIMIT + 1]
        answers = [await client.post("/upload", content=b"a" * size) for size in sizes]

        assert [answer.status_code for answer in answers] == [200, 413]

    async def test_what_fits_is_read(self, client: AsyncClient) -> None:
        response = await client.post(REGISTER, content=b" " * LIMIT, headers=JSON)

        assert response.status_code == 422


class TestNames:
    @pytest.mark.parametrize(
        "body",
        [
            '{"email": "a@example.com", "email": "b@example.com"}',
            '{"email": 1, "\\u0065mail": 2}',
            '[{"a": {"b": 1, "b": 1}}]',
        ],
    )
    @pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
    async def test_one_that_is_there_twice_is_refused(
        self, client: AsyncClient, body: str, kind: str
    ) -> None:
        response = await client.post(REGISTER, content=body, headers={"Content-Type": kind})

        assert is_problem(response, 422)
        assert "twice" in response.json()["detail"]

    async def test_it_is_seen_in_pieces(self, client: AsyncClient) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            for piece in (b'{"a": 1, "', b"a", b'": 2}'):
                yield piece

        response = await client.post(REGISTER, content=pieces(), headers=JSON)

        assert "twice" in response.json()["detail"]

    async def test_two_objects_may_share_one(self, app: FastAPI, client: AsyncClient) -> None:
        @app.post("/anything")
        async def anything(value: list[dict[str, int]]) -> int:
            return len(value)

        response = await client.post("/anything", json=[{"a": 1}, {"a": 1}])

        assert response.json() == 2
