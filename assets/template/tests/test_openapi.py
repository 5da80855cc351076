from typing import Any

import pytest
from fastapi import FastAPI


@pytest.fixture
def document(application: FastAPI) -> dict[str, Any]:
    return application.openapi()


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return found.union(*(references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(references(value) for value in node))
    return set()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert references(document) <= known


def test_errors_are_described_as_problems(document: dict[str, Any]) -> None:
    operations = [op for path in document["paths"].values() for op in path.values()]

    assert all("application/problem+json" in op["responses"]["4XX"]["content"] for op in operations)


def test_the_document_is_the_same_each_time(application: FastAPI) -> None:
    assert application.openapi() is application.openapi()
