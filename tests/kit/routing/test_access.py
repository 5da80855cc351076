"""Who may not is refused before the body is read, on both ways."""

import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.kit.routing.access_routes import PAIR, PATHS, admin, known
from tests.kit.routing.parity import http_scope

ITEMS = "/api/v1/items"
JSON = {"Content-Type": "application/json"}
BROKEN = [b"{", b'{"name": 1}', b"", b"[" * 100_000]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"token": "somebody"}, 403)])
async def test_a_body_that_is_not_valid_is_no_other_answer(
    path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = await PAIR.ask("POST", f"{ITEMS}/{path}", content=content, headers={**JSON, **headers})

    assert answer.response.status_code == status


@pytest.mark.parametrize("query", ["2_690", "x", "1?size=x", "1?size=1&size=2"])
@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"token": "somebody"}, 403)])
async def test_a_url_that_is_not_valid_is_none_either(
    query: str, headers: dict[str, str], status: int
) -> None:
    answer = await PAIR.ask("GET", f"{ITEMS}/{query}", headers=headers)

    assert answer.response.status_code == status


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_of_the_body_is_received(path: str) -> None:
    for app in (PAIR.usual, PAIR.fast):
        assert await received(app, path) == 0


async def received(app: FastAPI, path: str) -> int:
    count = 0

    async def receive() -> Message:
        nonlocal count
        count += 1
        return {"type": "http.request"}

    async def send(_: Message) -> None: ...

    app.state.events = []
    await app(http_scope("POST", f"{ITEMS}/{path}"), receive, send)
    return count


async def test_they_come_before_all_other_dependencies() -> None:
    headers = {"token": "admin"}

    answer = await PAIR.fast_alone("POST", f"{ITEMS}/one", json={"name": "a"}, headers=headers)

    assert answer.was_fast
    assert answer.response.json() == ["session", "a", "admin"]
    assert answer.events == ["known", "admin", "session"]


@pytest.mark.parametrize("path", PATHS)
async def test_who_may_is_answered(path: str) -> None:
    body = {"item": {"name": "a"}, "number": 1} if path == "two" else {"name": "a"}
    kind = "data" if path == "form" else "json"
    for ask in (PAIR.usual_alone, PAIR.fast_alone):
        answer = await ask("POST", f"{ITEMS}/{path}", headers={"token": "admin"}, **{kind: body})

        assert answer.response.status_code == 200


@pytest.mark.parametrize("path", PATHS)
async def test_overrides_hold(path: str) -> None:
    apps = (PAIR.usual, PAIR.fast)
    for app in apps:
        app.dependency_overrides |= {known: lambda: "admin", admin: lambda: "admin"}
    try:
        answer = await PAIR.ask("POST", f"{ITEMS}/{path}", content=b"{", headers=JSON)
    finally:
        for app in apps:
            app.dependency_overrides.clear()

    assert answer.response.status_code == 422
