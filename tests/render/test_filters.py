"""Which filters a list gets from the fields of its resource."""

import re

import pytest

from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.render.filters import PAGE_NAMES, filters_of
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


def named(*fields: str, owned_by: str | None = None) -> list[str]:
    resource = Resource.parse("Book", fields, Options(owned_by=owned_by))
    return [filter_.name for filter_ in filters_of(resource)]


def bounds(name: str) -> list[str]:
    return [f"{name}_{word}" for word in ("ge", "gt", "le", "lt")]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("a:str", ["a_like"]),
        ("a:str:index", ["a", "a_like"]),
        ("a:str:unique", ["a", "a_like"]),
        ("a:text", ["a_like"]),
        ("a:url", ["a_like"]),
        ("a:email", ["a", "a_like"]),
        ("a:slug", ["a"]),
        ("a:bool", ["a"]),
        ("a:enum=b/c", ["a"]),
        ("a:uuid", ["a"]),
        ("a:ref=User", ["a_id"]),
        ("a:int", ["a", *bounds("a")]),
        ("a:bigint", ["a", *bounds("a")]),
        ("a:date", ["a", *bounds("a")]),
        ("a:time", ["a", *bounds("a")]),
        ("a:decimal", bounds("a")),
        ("a:float", bounds("a")),
        ("a:datetime", bounds("a")),
        ("a:json", []),
        ("a:bytes", []),
    ],
)
def test_a_field_is_filtered_by_what_makes_sense_for_its_type(field: str, names: list[str]) -> None:
    assert named(field) == names


@pytest.mark.parametrize("name", sorted(PAGE_NAMES))
def test_what_a_page_has_already_is_no_filter(name: str) -> None:
    assert named(f"{name}:int") == bounds(name)


def test_a_bound_that_is_a_column_itself_is_left_out() -> None:
    names = named("price:int", "price_ge:bool")

    assert names == ["price", "price_gt", "price_le", "price_lt", "price_ge"]


def test_the_owner_is_no_filter() -> None:
    assert named("done:bool", owned_by="User") == ["done"]


def test_the_names_of_a_page_are_those_of_the_template() -> None:
    source = template_files()["kit/schemas/common.py"].decode()
    params = source.split("class PageParams:")[1].split("@property")[0]

    assert set(re.findall(r"^    (\w+): ", params, re.MULTILINE)) == PAGE_NAMES
