"""What is refused before any endpoint is asked, and how."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from httpx2 import ASGITransport, AsyncClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.testing import is_problem
from tests.kit.http.guard.answers import LIMIT, ORIGIN, REGISTER


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


def refuse_with(app: FastAPI, response: Response) -> None:
    """A middleware that lets nothing in."""

    def refuse(_: ASGIApp) -> ASGIApp:
        return response

    app.add_middleware(refuse)


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

        refuse_with(app, StreamingResponse(pieces(), 410, media_type="text/plain"))

        response = await client.get("/gone")

        assert is_problem(response, 410)
        assert response.json()["detail"] == "gone for good"

    async def test_a_status_of_no_standard_is_a_problem_too(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        refuse_with(app, PlainTextResponse("too busy", 529))

        assert is_problem(await client.get("/gone"), 529)

    async def test_it_is_read_where_it_is_compressed(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        refuse_with(app, PlainTextResponse("gone " * 200, 410))
        app.add_middleware(GZipMiddleware)

        response = await client.get("/gone", headers={"Accept-Encoding": "gzip"})

        assert is_problem(response, 410)
        assert response.json()["detail"] == "gone " * 200
        assert "content-encoding" not in response.headers

    async def test_a_body_that_is_too_large_is_a_problem_behind_a_tool_that_compresses(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        app.add_middleware(GZipMiddleware, minimum_size=1)

        response = await client.post(REGISTER, content=b"x" * (LIMIT + 1))

        assert is_problem(response, 413)

    async def test_what_is_compressed_otherwise_is_left_alone(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        refuse_with(app, PlainTextResponse("gone", 410, {"Content-Encoding": "identity"}))

        assert (await client.get("/gone")).text == "gone"

    @pytest.mark.parametrize("status", [400, 404, 422, 500, 503])
    async def test_what_an_endpoint_answers_is_left_alone(
        self, app: FastAPI, client: AsyncClient, status: int
    ) -> None:
        @app.get("/plain")
        async def plain() -> PlainTextResponse:
            return PlainTextResponse("not now", status, {"Retry-After": "9"})

        response = await client.get("/plain")

        assert (response.status_code, response.text) == (status, "not now")
        assert response.headers["retry-after"] == "9"

    async def test_what_a_mounted_application_answers_is_left_alone(
        self, app: FastAPI, client: AsyncClient
    ) -> None:
        async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 404})
            await send({"type": "http.response.body", "body": b"nothing here"})

        app.mount("/other", refuse)

        response = await client.get("/other/x")

        assert (response.status_code, response.text) == (404, "nothing here")

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
