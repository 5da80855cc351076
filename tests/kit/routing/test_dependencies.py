"""Dependencies run in the same order, as often, and end in the same way on both ways."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import pytest
from fastapi import Request
from starlette.types import Message

from tests.kit.routing.dependencies import base, left
from tests.kit.routing.dependency_routes import PAIR, inner
from tests.kit.routing.parity import http_scope

DEPS = "/api/v1/deps"
SHORT = ["order", "order?size=3", "generators", "callables", "once", "decorated", "bearer", "keys"]
USUAL = [
    "partial",
    "sync",
    "sync-generator",
    "late",
    "def",
    "few",
    "scopes",
    "two-scopes",
    "order?size=x",
]
PLACES = [
    "base",
    "left",
    "right",
    "limit",
    "open outer",
    "open inner",
    "endpoint",
    "commit inner",
    "close inner",
    "commit outer",
    "close outer",
]
HEADERS = {"Authorization": "Bearer t", "X-Key": "k"}


@pytest.mark.parametrize("path", SHORT)
async def test_plain_dependencies_go_the_fast_path(path: str) -> None:
    assert (await PAIR.ask("GET", f"{DEPS}/{path}", headers=HEADERS)).was_fast


@pytest.mark.parametrize("path", USUAL)
async def test_others_are_left_to_fastapi(path: str) -> None:
    assert not (await PAIR.ask("GET", f"{DEPS}/{path}", headers=HEADERS)).was_fast


@pytest.mark.parametrize(
    "path", ["order", "generators", "wrong", "late", "def", "order?size=x", "order?size=13"]
)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["http", "app", "odd"])
async def test_an_error_anywhere_has_the_same_consequences(
    path: str, place: str, kind: str
) -> None:
    await PAIR.ask("GET", f"{DEPS}/{path}", headers={**HEADERS, "fail": f"{place}:{kind}"})


@pytest.mark.parametrize("do", ["inner swallows", "outer swallows", "inner outer swallows"])
@pytest.mark.parametrize("path", ["generators", "late", "wrong"])
@pytest.mark.parametrize("place", ["endpoint", "open inner"])
async def test_an_error_that_is_swallowed_is_one_of_the_server(
    path: str, do: str, place: str
) -> None:
    await PAIR.ask("GET", f"{DEPS}/{path}", headers={"do": do, "fail": f"{place}:http"})


async def test_a_dependency_with_yield_ends_before_the_answer_is_sent() -> None:
    answer = await PAIR.ask("GET", f"{DEPS}/generators")

    assert answer.events[-5:] == [
        "endpoint",
        "commit inner",
        "close inner",
        "commit outer",
        "close outer",
    ]


async def test_a_failed_commit_is_the_answer() -> None:
    answer = await PAIR.ask("GET", f"{DEPS}/generators", headers={"fail": "commit outer:app"})

    assert answer.response.status_code == 409


async def test_a_shared_dependency_runs_once() -> None:
    answer = await PAIR.ask("GET", f"{DEPS}/order")

    assert answer.events.count("left") == answer.events.count("right") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Basic x"},
        {"X-Key": ""},
    ],
)
@pytest.mark.parametrize("path", ["bearer", "basic", "keys"])
async def test_security_schemes_refuse_the_same(path: str, headers: dict[str, str]) -> None:
    await PAIR.ask("GET", f"{DEPS}/{path}", headers=headers)


async def other(request: Request) -> str:
    request.app.state.events.append("other")
    return "other"


async def other_generator(request: Request) -> AsyncIterator[str]:
    yield "other"
    request.app.state.events.append("other ended")


@pytest.mark.parametrize("path", [*SHORT, *USUAL])
@pytest.mark.parametrize(
    ("replaced", "by"), [(base, other), (left, other), (inner, other_generator), (left, lambda: 1)]
)
async def test_overrides_hold(
    path: str, replaced: Callable[..., Any], by: Callable[..., Any]
) -> None:
    for app in (PAIR.usual, PAIR.fast):
        app.dependency_overrides[replaced] = by
    try:
        answer = await PAIR.ask("GET", f"{DEPS}/{path}", headers=HEADERS)
    finally:
        PAIR.usual.dependency_overrides.clear()
        PAIR.fast.dependency_overrides.clear()

    assert not answer.was_fast


async def test_dependencies_end_also_when_the_client_leaves() -> None:
    """As a middleware with a task group cancels a request."""
    for app in (PAIR.usual, PAIR.fast):
        app.state.events = []
        app.state.endpoint_runs = anyio.Event()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(app, http_scope("GET", f"{DEPS}/slow"), no_body, ignore)
            await app.state.endpoint_runs.wait()
            tasks.cancel_scope.cancel()

        assert app.state.events[-2:] == ["close inner", "close outer"]


async def test_a_request_that_is_cancelled_while_it_ends_is_undone() -> None:
    for app in (PAIR.usual, PAIR.fast):
        scope = http_scope("GET", f"{DEPS}/generators")
        scope["headers"].append((b"do", b"cancel inner"))
        app.state.events = []

        async with anyio.create_task_group() as tasks:
            app.state.cancel = tasks.cancel_scope.cancel
            tasks.start_soon(app, scope, no_body, ignore)

        assert app.state.events[-3:] == ["commit inner", "close inner", "close outer"]


async def no_body() -> Message:
    return {"type": "http.request"}


async def ignore(message: Message) -> None:
    pass
