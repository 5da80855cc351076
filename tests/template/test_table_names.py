"""The template's base model and the builder have one rule for the name of a table."""

import ast
import re
from collections.abc import Callable

import pytest

from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.spec.names import default_table_name


@pytest.fixture(scope="module")
def table_name() -> Callable[[str], str]:
    module = ast.parse(template_files()["kit/models/base.py"])
    rule = next(node for node in module.body if getattr(node, "name", "") == "table_name")
    names: dict[str, Callable[[str], str]] = {}
    exec(ast.unparse(rule), {"re": re}, names)  # noqa: S102 - our own source
    return names["table_name"]


@pytest.mark.parametrize(
    "class_name",
    [
        *("Todo", "OrderItem", "Category", "Day", "Bus", "Box", "Quiz", "Church", "Wish"),
        *("APIKey", "HTTPLog2", "Address", "Person", "Series", "SSHKey"),
    ],
)
def test_the_rules_agree(table_name: Callable[[str], str], class_name: str) -> None:
    assert table_name(class_name) == default_table_name(class_name)
