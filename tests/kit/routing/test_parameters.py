"""Parameters of every kind have the same values, and the same errors, on both ways."""

from typing import Any

import pytest

from tests.kit.routing.parameter_routes import PAIR, UUID_TEXT


@pytest.mark.parametrize(
    "path",
    [
        f"path/7/red/2026-01-31/{UUID_TEXT}",
        f"path/-7/green/2026-02-31/{UUID_TEXT}x",
        f"path/%37/red/2026-01-31/{UUID_TEXT}",
        "float/1.5/a/b%2Fc/",
        "float/1/",
        "query",
        "query?text=",
        "query?text=a&text=b",
        "query?text=a&n=9&flag=on&when=2026-01-31T10:00:00Z&pause=PT5M&price=1.50&kind=b",
        "query?text=a&n=10&flag=perhaps&when=x&pause=x&price=x&kind=c&colour=green&even=1",
        "query?text=a&n=&flag=&when=&colour=",
        "query?text=%C3%A9%20%2B+%26&number=3",
        "query?text=a&even=2",
        "query?text=a&even=3",
        "query?text=a&boom=bang",
        "query?text=%ff&n=1_0",
        "query?text=a&n=1.0",
        "defaults",
        "defaults?made=2&made=3&late=1&checked=4",
        "checked",
        "checked?number=5",
        "names",
        "names?first=a&left=b&right=c",
        "names?one=a&right=c",
        "lists",
        "lists?many=1&many=2",
        "lists?many=1&many=x",
        "lists?many=1&few=a&few=b",
        "lists?many=1&few=a&few=b&few=c",
        "model",
        "model?name=a&sizes=1&sizes=2",
        "model?name=a&other=1",
        "scalars",
        "scalars?colour=red&low=3&text=",
        "scalars?colour=red&colour=blue",
        "scalars?colour=green&low=-1",
        "scalars?unknown=1&unknown=2",
        "request/x?y=z",
    ],
)
async def test_the_path_and_the_query_are_read_the_same(path: str) -> None:
    await PAIR.ask("GET", f"/api/v1/things/{path}")


@pytest.mark.parametrize("path", ["headers", "plain-headers"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Token": "a"},
        {"x-token": "a", "number": "3", "n": "3"},
        {"x-token": "a", "number": "three", "n": "three"},
        {"x_token": "a"},
        [("x-token", "a"), ("x-token", "b"), ("many", "c"), ("many", "d")],
    ],
)
async def test_headers_are_read_the_same(path: str, headers: Any) -> None:
    await PAIR.ask("GET", f"/api/v1/things/{path}", headers=headers)


@pytest.mark.parametrize("cookie", ["", "session=a", "session=a; page=2", "page=x", "session="])
async def test_cookies_are_read_the_same(cookie: str) -> None:
    await PAIR.ask("GET", "/api/v1/things/cookies", headers={"Cookie": cookie})


@pytest.mark.parametrize(
    "path",
    [
        f"path/7/red/2026-01-31/{UUID_TEXT}",
        "query?text=a",
        "defaults?checked=6",
        "names?left=a",
        "lists?many=1",
        "model?name=a",
        "scalars",
        "scalars?colour=red&low=3",
        "request/x",
    ],
)
async def test_what_is_valid_goes_the_fast_path(path: str) -> None:
    assert (await PAIR.ask("GET", f"/api/v1/things/{path}")).was_fast
