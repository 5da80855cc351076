"""What endpoints add to the OpenAPI document, and how operations are named."""

import pytest
from fastapi import APIRouter

from app.dependencies import WithETag
from app.main import create_app


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v2/rows", "list_rows_v2"),
        ("/v10/rows", "list_rows_v10"),
        ("/api/v2", "list_rows_v2"),
        ("/api/v1/others/v2/rows", "list_rows"),
        ("/others/{v2}/rows", "list_rows"),
    ],
)
def test_versions_of_the_api_stand_beside_each_other(path: str, name: str) -> None:
    app = create_app()

    @app.get(path)
    async def list_rows() -> None: ...

    assert app.openapi()["paths"][path]["get"]["operationId"] == name


def test_what_an_endpoint_adds_to_the_document_is_in_it() -> None:
    app = create_app()
    parameters = [
        {"$ref": "#/components/parameters/Trace"},
        {"name": "area", "in": "query", "content": {"application/json": {"schema": {}}}},
    ]
    found = {"description": "The row", "headers": {"X-Cost": {"schema": {"type": "integer"}}}}
    other = {"$ref": "#/components/responses/Other"}

    @app.get("/rows", openapi_extra={"parameters": parameters, "responses": {"203": other}})
    async def get_row(_: WithETag) -> None: ...

    @app.get("/costs", responses={200: found})
    async def get_cost(_: WithETag) -> None: ...

    paths = app.openapi()["paths"]

    assert paths["/rows"]["get"]["parameters"][1:] == parameters
    assert paths["/rows"]["get"]["responses"]["203"] == other
    assert set(paths["/costs"]["get"]["responses"]["200"]["headers"]) == {"ETag", "X-Cost"}


def test_a_callback_refers_to_what_is_in_the_document() -> None:
    app, callbacks = create_app(), APIRouter()

    @callbacks.post("{$request.body#/url}")
    def done(number: int) -> None: ...

    @app.post("/jobs", callbacks=callbacks.routes)
    async def start() -> None: ...

    document = app.openapi()
    (path,) = document["paths"]["/jobs"]["post"]["callbacks"]["done"].values()
    refusal = path["post"]["responses"]["422"]["content"]["application/json"]["schema"]

    assert refusal["$ref"] == "#/components/schemas/HTTPValidationError"
    assert {"HTTPValidationError", "ValidationError"} <= document["components"]["schemas"].keys()
