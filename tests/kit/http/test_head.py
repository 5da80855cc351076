"""HEAD is answered as GET, without a body."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from anyio import Event
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from httpx2 import ASGITransport, AsyncClient
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.types import Message, Scope

from app.main import create_app
from kit.http.files import ExportFormat, StreamedFile, file_of

USERS = "/api/v1/users"
# Of each answer for itself.
OWN = {"x-request-id"}


@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/health/ready",
        "/docs",
        "/openapi.json",
        USERS,
        f"{USERS}?size=1&size=2",
        f"{USERS}/2_690",
        f"{USERS}/me",
        "/api/v1/account/sessions",
        "/api/v1/auth/login",
        "/nowhere",
    ],
)
async def test_it_has_the_headers_of_get(
    client: AsyncClient, admin_client: AsyncClient, path: str
) -> None:
    for asking in (client, admin_client):
        got, head = await asking.get(path), await asking.head(path)

        assert head.status_code == got.status_code
        assert head.content == b""
        assert comparable(head) == comparable(got)
        assert int(head.headers["content-length"]) > 0


def comparable(response: Any) -> dict[str, str]:
    headers = {name: value for name, value in response.headers.items() if name not in OWN}
    if response.is_error:
        del headers["content-length"]  # the id of the request is in it
    return headers


async def test_it_knows_what_the_client_has(user_client: AsyncClient) -> None:
    tag = (await user_client.get(f"{USERS}/me")).headers["etag"]

    fresh = await user_client.head(f"{USERS}/me")
    known = await user_client.head(f"{USERS}/me", headers={"If-None-Match": tag})

    assert (fresh.status_code, fresh.headers["etag"]) == (200, tag)
    assert (known.status_code, known.headers["etag"]) == (304, tag)


async def test_it_is_not_allowed_where_get_is_not(client: AsyncClient) -> None:
    response = await client.head("/api/v1/auth/login")

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.fixture
def own_app(has_fast_path: bool) -> FastAPI:
    return create_app(fast_path=has_fast_path)


@pytest.mark.parametrize("spec_version", ["2.0", "2.4"])
async def test_a_stream_is_read_no_further_than_to_its_first_part(
    own_app: FastAPI, spec_version: str
) -> None:
    parts: list[str] = []

    async def endless() -> AsyncIterator[str]:
        while True:
            parts.append("part")
            yield "part"

    @own_app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(endless(), headers={"X-Kind": "stream"})

    start, *bodies = await head(own_app, "/stream", spec_version)

    assert start["status"] == 200
    assert (b"x-kind", b"stream") in start["headers"]
    assert bodies == [{"type": "http.response.body", "body": b""}]
    assert len(parts) == 1


async def test_an_export_is_read_no_further_than_to_its_first_part(own_app: FastAPI) -> None:
    parts: list[int] = []

    class Row(BaseModel):
        number: int

    async def rows() -> AsyncIterator[Sequence[Row]]:
        for number in range(10):
            parts.append(number)
            yield [Row(number=number)]

    @own_app.get("/export")
    async def export() -> StreamedFile:
        return file_of(rows(), Row, ExportFormat.CSV, "rows")

    start, *bodies = await head(own_app, "/export")

    assert (start["status"], len(bodies), parts) == (200, 1, [0])


async def head(app: FastAPI, path: str, spec_version: str = "2.0") -> list[Message]:
    """What the server is told, which is left with the method that it had."""
    sent: list[Message] = []

    async def receive() -> Message:
        await Event().wait()  # the client stays
        raise AssertionError

    async def send(message: Message) -> None:
        assert scope["method"] == "HEAD"
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "HEAD",
        "path": path,
        "query_string": b"",
        "headers": [],
        "asgi": {"spec_version": spec_version},
    }
    await app(scope, receive, send)
    assert scope["method"] == "HEAD"
    return sent


async def test_an_error_after_the_answer_is_not_hidden(own_app: FastAPI) -> None:
    async def fail() -> None:
        raise RuntimeError("after the answer")

    @own_app.get("/fails")
    async def fails() -> Response:
        return Response("all", background=BackgroundTask(fail))

    with pytest.raises(RuntimeError, match="after the answer"):
        await head(own_app, "/fails")


async def test_a_route_of_its_own_goes_before(own_app: FastAPI) -> None:
    @own_app.get("/both")
    async def both() -> str:
        return "get"

    @own_app.head("/both")
    async def only_head() -> Response:
        return Response(headers={"X-Kind": "head"})

    async with AsyncClient(transport=ASGITransport(own_app), base_url="http://test") as client:
        response = await client.head("/both")

    assert response.headers["x-kind"] == "head"


def test_the_document_has_no_head(application: FastAPI) -> None:
    methods = {method for path in application.openapi()["paths"].values() for method in path}

    assert "head" not in methods
