"""What an endpoint returns or raises is answered the same on both ways."""

from typing import Any

import fastapi.routing
import pytest
from fastapi.routing import get_request_handler

from tests.kit.routing.parity import Pair
from tests.kit.routing.response_routes import PAIR, build

SHORT = ["model", "row", "list", "untyped", "without", "null", "methods", "html", "cookie"]
SHORT += ["away", "pieces", "scope", "unset", "none", "include", "names"]
SHORT += ["response", "given", "given-empty", "given-then-failed", "given-then-own"]
USUAL = ["html-class", "lines", "given-in-thread", "background"]


@pytest.mark.parametrize("path", [*SHORT, *USUAL, "wrong", "nan", "reset"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
async def test_the_response_is_the_same(path: str, method: str) -> None:
    await PAIR.ask(method, f"/api/v1/answers/{path}")


@pytest.mark.parametrize("kind", ["http", "empty", "app", "taken", "value", "odd"])
async def test_an_exception_is_answered_the_same(kind: str) -> None:
    await PAIR.ask("POST", f"/api/v1/answers/raise/{kind}", json={"a": 1})


async def test_no_content_has_no_body() -> None:
    answer = await PAIR.ask("DELETE", "/api/v1/answers/nothing")

    assert answer.was_fast
    assert answer.response.content == b""


@pytest.mark.parametrize("path", SHORT)
async def test_json_and_whole_responses_go_the_fast_path(path: str) -> None:
    assert (await PAIR.ask("GET", f"/api/v1/answers/{path}")).was_fast


@pytest.mark.parametrize("path", [*(f"answers/{path}" for path in USUAL), "own/model"])
async def test_others_are_left_to_fastapi(path: str) -> None:
    assert not (await PAIR.ask("GET", f"/api/v1/{path}")).was_fast


async def test_a_tool_that_wraps_the_handlers_of_fastapi_sees_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def watched(*args: Any, **kwargs: Any) -> Any:
        return get_request_handler(*args, **kwargs)

    monkeypatch.setattr(fastapi.routing, "get_request_handler", watched)

    assert not (await Pair(build).ask("GET", "/api/v1/answers/model")).was_fast
