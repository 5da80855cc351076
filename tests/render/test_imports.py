from fastapi_backend_builder.render.imports import import_block

ORIGINS = {
    "Any": "typing",
    "date": "datetime",
    "UTC": "datetime",
    "pytest": "",
    "String": "sqlalchemy",
    "select": "sqlalchemy",
    "User": "app.models.user",
}


def block(body: str) -> str:
    return import_block(body, ORIGINS, {"app"})


def test_only_what_is_used_is_imported() -> None:
    assert block("x: Any") == "from typing import Any"


def test_sections_are_apart_and_in_order() -> None:
    assert block("User(String, Any, pytest)").split("\n\n") == [
        "from typing import Any",
        "import pytest\nfrom sqlalchemy import String",
        "from app.models.user import User",
    ]


def test_names_are_sorted_by_their_kind() -> None:
    assert block("date(tzinfo=UTC)") == "from datetime import UTC, date"
    assert block("select(String)") == "from sqlalchemy import String, select"


def test_numbers_in_names_are_sorted_by_their_value() -> None:
    origins = {"A13": "app.models.a13", "A3": "app.models.a3"}

    block = import_block("A13(A3)", origins, {"app"})

    assert block.splitlines() == ["from app.models.a3 import A3", "from app.models.a13 import A13"]


def test_attributes_and_strings_are_no_names() -> None:
    assert block('x.date("Any")') == ""
