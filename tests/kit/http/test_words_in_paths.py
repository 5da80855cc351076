"""A word stands where another path has an id: `/things/bulk` beside `/things/{thing_id}`."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from kit.http.error_handlers import add_error_handlers
from kit.routing import RouteIndex, Router
from kit.schemas.types import Id

things = Router(prefix="/api/v1/things")
parts = Router(prefix="/api/v1/things/{thing_id}/parts")


@things.get("/export")
@things.post("/bulk")
@things.patch("/bulk")
async def many() -> str:
    return "many"


@things.get("/{thing_id}")
@things.patch("/{thing_id}")
@things.delete("/{thing_id}")
async def one(thing_id: Id) -> int:
    return thing_id


@parts.get("/export")
async def all_parts(thing_id: Id) -> int:
    return thing_id


@parts.delete("/{part_id}")
async def one_part(thing_id: Id, part_id: Id) -> tuple[int, int]:
    return thing_id, part_id


@pytest.fixture(params=[True, False], ids=["by the index", "by FastAPI"])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(things)
    app.include_router(parts)
    if request.param:
        app.router.routes.insert(0, RouteIndex(app.routes))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/things/export", "GET, HEAD"),
        ("DELETE", "/things/export", "GET, HEAD"),
        ("GET", "/things/bulk", "PATCH, POST"),
        ("DELETE", "/things/bulk", "PATCH, POST"),
        ("DELETE", "/things/1/parts/export", "GET, HEAD"),
    ],
)
async def test_methods_of_rows_are_not_those_of_the_word(
    client: AsyncClient, method: str, path: str, allowed: str
) -> None:
    response = await client.request(method, f"/api/v1{path}")

    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/things/exported", "/things/0", "/things/x/parts/1"])
async def test_what_is_no_id_is_refused_as_such(client: AsyncClient, path: str) -> None:
    response = await client.request("DELETE", f"/api/v1{path}")

    assert response.status_code == 422
    assert response.json()["errors"][0]["location"] == "path"
