"""What the OpenAPI document says of this API: who may do what, and what is never shown."""

from itertools import filterfalse
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from app.config import API_PREFIX


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


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


# Without the prefix of the API.
PUBLIC = {
    "GET /health",
    "GET /health/ready",
    "POST /auth/forgot-password",
    "POST /auth/login",
    "POST /auth/refresh",
    "POST /auth/register",
    "POST /auth/reset-password",
    "POST /auth/verify-email",
}


def without_prefix(name: str) -> str:
    return name.replace(f" {API_PREFIX}/", " /")


def is_public(name: str) -> bool:
    return without_prefix(name) in PUBLIC


def named_operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_nothing_is_open_by_accident(document: dict[str, Any]) -> None:
    found = named_operations(document)

    opened = {name for name in found if not found[name].get("security")}
    assert set(map(without_prefix, opened)) == PUBLIC


async def test_what_is_closed_is_closed(client: AsyncClient, document: dict[str, Any]) -> None:
    for name in filterfalse(is_public, named_operations(document)):
        method, path = name.replace("{", "").replace("}", "").split()
        answer = await client.request(method, path)

        assert answer.status_code == 401, name


async def test_who_may_not_is_refused_before_the_body_is_parsed(
    client: AsyncClient, user_client: AsyncClient, document: dict[str, Any]
) -> None:
    closed = named_operations(document)
    for name in filterfalse(is_public, closed):
        method, path = name.replace("{", "").replace("}", "").split()
        if "requestBody" in closed[name]:
            answer = await client.request(
                method, path, content=b"{", headers={"Content-Type": "application/json"}
            )

            assert answer.status_code == 401, name

    answer = await user_client.post(f"{API_PREFIX}/users", content=b"{")
    assert answer.status_code == 403


def test_an_operation_says_which_permission_it_needs(document: dict[str, Any]) -> None:
    security = document["paths"][f"{API_PREFIX}/users"]["post"]["security"]

    assert {"OAuth2PasswordBearer": ["users:write"]} in security


def content_of(described: dict[str, Any]) -> str:
    """The schema of a body, by its name; empty where there is none."""
    schema = described.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2]


def bodies_of(document: dict[str, Any]) -> set[str]:
    """The schemas of bodies and forms, by name."""
    bodies = {
        reference.rpartition("/")[2]
        for operation in operations(document)
        for reference in references(operation.get("requestBody", {}))
    }
    # FastAPI makes a model of several parameters that share a body.
    shared = {name for name in bodies if name.startswith("Body_")}
    schemas = document["components"]["schemas"]
    parts = set().union(*(references(schemas[name]) for name in shared))
    return bodies - shared | {part.rpartition("/")[2] for part in parts}


def open_bodies(document: dict[str, Any]) -> list[str]:
    """Those that would ignore a field with a wrong name."""
    schemas = document["components"]["schemas"]
    return [
        name
        for name in sorted(bodies_of(document) - {"SignInForm"})  # as OAuth 2.0 has it
        if "properties" in schemas[name] and schemas[name].get("additionalProperties", True)
    ]


def test_no_body_may_have_a_field_that_it_does_not_name(document: dict[str, Any]) -> None:
    assert "UserCreate" in bodies_of(document)
    assert open_bodies(document) == [], "these do not inherit from RequestSchema"


def test_no_answer_has_a_password_or_a_hash(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    answered = {
        field
        for name in schemas.keys() - bodies_of(document)
        if not name.startswith("Body_")
        for field in schemas[name].get("properties", {})
    }

    assert "email" in answered
    assert [name for name in answered if name.startswith("hashed_") or name == "password"] == []


def test_secrets_are_given_where_they_are_made_and_nowhere_else(document: dict[str, Any]) -> None:
    given = {
        without_prefix(name): content_of(answer)
        for name, operation in named_operations(document).items()
        for answer in operation["responses"].values()
        if content_of(answer) in ("TokenResponse", "ApiKeyCreated")
    }

    assert given == {
        "POST /auth/login": "TokenResponse",
        "POST /auth/refresh": "TokenResponse",
        "POST /api-keys": "ApiKeyCreated",
    }
