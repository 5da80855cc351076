import asyncio
from datetime import date
from threading import Event
from typing import Annotated, Any, Literal

import fastapi.applications
import pytest
from fastapi import Body, FastAPI, Form, Query
from fastapi.openapi.utils import get_openapi
from httpx2 import ASGITransport, AsyncClient
from pydantic import BaseModel, RootModel, create_model

from app.main import create_app
from kit.schemas.types import Int64
from tests.test_openapi import document, open_bodies, operations, references

__all__ = ["document"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {
        f"#/components/{kind}/{name}"
        for kind, components in document["components"].items()
        for name in components
    }

    assert references(document) <= known


@pytest.mark.parametrize("errors", ["4XX", "5XX"])
def test_errors_are_described_as_problems(document: dict[str, Any], errors: str) -> None:
    described = [operation["responses"][errors]["content"] for operation in operations(document)]

    assert all("application/problem+json" in content for content in described)


def test_operations_are_named_after_their_functions_and_no_two_alike(
    document: dict[str, Any],
) -> None:
    names = [operation["operationId"] for operation in operations(document)]

    assert "list_users" in names
    assert len(names) == len(set(names))


def test_bounds_are_exact() -> None:
    class Sum(BaseModel):
        amount: Int64

    app = create_app()

    @app.post("/sums")
    async def add(data: Sum) -> None: ...

    amount = app.openapi()["components"]["schemas"]["Sum"]["properties"]["amount"]
    assert (amount["minimum"], amount["exclusiveMaximum"]) == (-(2**63), 2**63)


def test_a_parameter_that_may_be_absent_is_not_null() -> None:
    app = create_app()

    @app.get("/sums")
    async def find(below: Annotated[int | None, Query(gt=0)] = None) -> None: ...

    (parameter,) = app.openapi()["paths"]["/sums"]["get"]["parameters"]
    assert parameter["required"] is False
    assert parameter["schema"] == {"type": "integer", "exclusiveMinimum": 0, "title": "Below"}


def test_a_parameter_of_several_types_keeps_them_all() -> None:
    app = create_app()

    @app.get("/sums")
    async def find(day: date | Literal["today"] | None = None) -> None: ...

    (parameter,) = app.openapi()["paths"]["/sums"]["get"]["parameters"]
    day, today = parameter["schema"]["anyOf"]
    assert (day["format"], today["const"]) == ("date", "today")


def test_a_list_says_what_it_is_sorted_by(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/api/v1/users"]["get"]["parameters"]
    (sort,) = (parameter for parameter in parameters if parameter["name"] == "sort")

    assert (sort["style"], sort["explode"]) == ("form", False)
    assert sort["schema"] == {
        "type": "array",
        "items": {"type": "string", "enum": ["id", "-id", "email", "-email"]},
        "minItems": 1,
        "maxItems": 2,
        "uniqueItems": True,
        "default": ["id"],
        "title": "Sort",
    }


@pytest.mark.parametrize(("path", "has_search"), [("users", True), ("api-keys", False)])
def test_a_list_has_a_search_where_it_has_texts(
    document: dict[str, Any], path: str, has_search: bool
) -> None:
    parameters = document["paths"][f"/api/v1/{path}"]["get"]["parameters"]

    assert ("q" in [parameter["name"] for parameter in parameters]) is has_search


def test_the_document_is_the_same_each_time(application: FastAPI) -> None:
    assert application.openapi() is application.openapi()


def test_errors_are_still_described_when_routes_were_added() -> None:
    app = create_app()
    app.openapi()
    app.add_api_route("/later", lambda: None)

    document = app.openapi()

    assert "/later" in document["paths"]
    assert "ProblemDetails" in document["components"]["schemas"]


def test_any_number_of_lists_is_described() -> None:
    app = create_app()

    def add_list(number: int) -> None:
        filters = create_model(f"Filters{number}", title=(str, "any"))

        @app.get(f"/list-{number}", name=f"list_{number}")
        async def find(asked: Annotated[filters, Query()]) -> None: ...

    for number in range(150):
        add_list(number)

    assert "/list-149" in app.openapi()["paths"]


async def test_others_are_answered_while_the_document_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others_were_answered = Event()
    built: list[bool] = []

    def build(**arguments: Any) -> dict[str, Any]:
        built.append(others_were_answered.wait(10))
        return get_openapi(**arguments)

    monkeypatch.setattr(fastapi.applications, "get_openapi", build)
    transport = ASGITransport(create_app())
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        documents = [asyncio.create_task(client.get("/openapi.json")) for _ in range(3)]
        await client.get("/docs")
        await client.get("/health")
        others_were_answered.set()
        first, *rest = await asyncio.gather(*documents)

    assert built == [True]
    assert first.json()["paths"]
    assert all(answer.content == first.content for answer in rest)


async def test_the_document_names_the_server_behind_a_proxy(application: FastAPI) -> None:
    transport = ASGITransport(application, root_path="/behind")
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/openapi.json")).json()["servers"] == [{"url": "/behind"}]


# What everybody may call, signed in or not. What is added here is open to the world.


def test_a_plain_model_is_found_among_the_bodies() -> None:
    class Plain(BaseModel):
        size: int

    class Part(BaseModel):
        size: int

    class Sizes(RootModel[list[int]]):
        pass

    app = create_app()
    known = open_bodies(app.openapi())

    @app.post("/plain")
    async def add(data: Plain) -> None: ...

    @app.post("/sizes")
    async def add_all(data: Sizes) -> None: ...

    @app.post("/parts")
    async def add_parts(part: Part, weight: Annotated[int, Body()]) -> None: ...

    @app.post("/form")
    async def send(word: Annotated[str, Form()]) -> None: ...

    assert open_bodies(app.openapi()) == sorted([*known, "Part", "Plain"])
