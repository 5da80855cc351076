"""What no endpoint has to think of: hosts, sizes, NUL, names that are there twice."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.types import Message

from app.main import create_app
from tests.factories.settings import make_settings

REGISTER = "/api/v1/auth/register"
JSON = {"Content-Type": "application/json"}
ORIGIN = "https://app.example.com"
LIMIT = 1000


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, has_short_ways: bool) -> FastAPI:
    settings = make_settings(
        allowed_hosts=["api.example.com", "*.example.org"],
        cors_origins=[ORIGIN],
        max_body_size=LIMIT,
    )
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    return create_app(short_way=has_short_ways)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="https://api.example.com") as client:
        yield client


def is_problem(response: Response, status: int) -> bool:
    problem = response.json()
    return bool(
        response.status_code == problem["status"] == status
        and response.headers["content-type"] == "application/problem+json"
        and int(response.headers["content-length"]) == len(response.content)
        and problem["request_id"] == response.headers["x-request-id"]
    )


class TestHosts:
    @pytest.mark.parametrize(
        "host", ["api.example.com", "API.example.com:8000", "a.example.org", "b.a.example.org"]
    )
    async def test_ours_are_answered(self, client: AsyncClient, host: str) -> None:
        assert (await client.get("/docs", headers={"Host": host})).status_code == 200

    @pytest.mark.parametrize(
        "host", ["evil.example.net", "api.example.com.evil.net", "example.org", "a b", "", "@"]
    )
    @pytest.mark.parametrize("path", ["/docs", "/nowhere", "/health/"])
    async def test_others_are_refused(self, client: AsyncClient, host: str, path: str) -> None:
        assert is_problem(await client.get(path, headers={"Host": host}), 400)

    async def test_a_probe_calls_by_address(self, client: AsyncClient) -> None:
        response = await client.get("/health", headers={"Host": "10.0.0.7:8000"})

        assert response.status_code == 200

    async def test_a_probe_behind_a_prefix_does_too(self, app: FastAPI) -> None:
        transport = ASGITransport(app, root_path="/behind")
        async with AsyncClient(transport=transport, base_url="http://10.0.0.7") as client:
            assert (await client.get("/behind/health")).status_code == 200

    async def test_a_socket_to_another_host_is_not_opened(self, app: FastAPI) -> None:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        headers = [(b"host", b"evil.example.net")]
        scope = {"type": "websocket", "path": "/", "headers": headers, "query_string": b""}
        await app(scope, receive, send)

        assert "websocket.accept" not in [message["type"] for message in sent]


class Endless:
    """A body that never says how long it is, nor ends."""

    def __init__(self) -> None:
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.taken += LIMIT // 2
            yield b"[" * (LIMIT // 2)


class TestSizes:
    @pytest.mark.parametrize("path", [REGISTER, "/api/v1/auth/login"])
    async def test_a_body_that_is_too_large_is_refused(
        self, client: AsyncClient, path: str
    ) -> None:
        kind = JSON if path == REGISTER else {"Content-Type": "application/x-www-form-urlencoded"}

        assert is_problem(await client.post(path, content=b"a" * (LIMIT + 1), headers=kind), 413)

    @pytest.mark.parametrize("path", [REGISTER, "/api/v1/auth/login"])
    async def test_a_body_without_a_length_is_read_no_further(
        self, client: AsyncClient, path: str
    ) -> None:
        body = Endless()
        kind = JSON if path == REGISTER else {"Content-Type": "application/x-www-form-urlencoded"}
        response = await client.post(path, content=body, headers=kind)

        assert is_problem(response, 413)
        assert body.taken <= 2 * LIMIT

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


class TestNul:
    @pytest.mark.parametrize(
        ("url", "location"),
        [("/words/a%00b", "path"), ("/words/a?q=%00", "query"), ("/words/a?%00=b", "query")],
    )
    async def test_it_is_in_no_url(
        self, app: FastAPI, client: AsyncClient, url: str, location: str
    ) -> None:
        @app.get("/words/{word}")
        async def word(word: str, q: str = "") -> str:
            return word + q

        response = await client.get(url)

        assert is_problem(response, 422)
        assert response.json()["errors"][0]["location"] == location

    async def test_a_percent_sign_may_stand_before_zeros(self, client: AsyncClient) -> None:
        assert (await client.get("/health?q=%2500")).status_code == 200


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


class TestPlainText:
    async def test_a_preflight_that_is_refused_is_a_problem(self, client: AsyncClient) -> None:
        headers = {"Origin": "https://evil.net", "Access-Control-Request-Method": "GET"}

        response = await client.options("/health", headers=headers)

        assert is_problem(response, 400)
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]

    async def test_an_error_in_pieces_is_one_problem(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        async def pieces() -> AsyncIterator[str]:
            for piece in ("gone ", "for ", "good"):
                yield piece

        @app.get("/gone")
        async def gone() -> StreamingResponse:
            return StreamingResponse(pieces(), 410, media_type="text/plain")

        response = await client.get("/gone")

        assert is_problem(response, 410)
        assert response.json()["detail"] == "gone for good"

    async def test_what_is_no_error_stays_plain(self, app: FastAPI, client: AsyncClient) -> None:
        @app.get("/plain")
        async def plain() -> PlainTextResponse:
            return PlainTextResponse("plain")

        assert (await client.get("/plain")).text == "plain"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", ["/health", REGISTER])
async def test_other_methods_are_not_allowed(client: AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path, headers={"X-Secret": "hunter2"})

    assert is_problem(response, 405)
    assert response.headers["allow"]
    assert "hunter2" not in response.text


class TestCors:
    async def test_it_is_closed_by_default(self, application: FastAPI) -> None:
        transport = ASGITransport(application)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            response = await client.get("/health", headers={"Origin": ORIGIN})

        assert not [name for name in response.headers if name.startswith("access-control")]

    @pytest.mark.parametrize("origin", [ORIGIN, "https://evil.net", "null"])
    async def test_credentials_are_for_nobody(self, client: AsyncClient, origin: str) -> None:
        response = await client.get("/health", headers={"Origin": origin, "Cookie": "a=b"})

        assert "access-control-allow-credentials" not in response.headers
        assert (response.headers.get("access-control-allow-origin") == origin) is (origin == ORIGIN)
