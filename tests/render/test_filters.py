"""Which filters a list gets from the fields of its resource."""

import ast
import re

import pytest

from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.render.filters import PAGE_NAMES, cases, filters_of, own_values
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


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("a:int", {"a": 1, "a_ge": 1, "a_gt": 1, "a_le": 0, "a_lt": 0}),
        # The second value is the lower one.
        ("a:int:le=1", {"a": 1, "a_ge": 0, "a_gt": 0, "a_le": 1, "a_lt": 1}),
        ("a:enum=b", {}),
        ("a:int:ge=1:le=1", {}),
        ("a:str:min=300:max=400", {}),
        ("a:int:unique", {}),
    ],
)
def test_the_tests_know_which_row_a_filter_finds(field: str, found: dict[str, int]) -> None:
    filters = filters_of(Resource.parse("Book", [field]))

    assert {case.filter.name: case.found for case in cases(filters)} == found


def test_what_is_unique_is_found_by_its_own_value() -> None:
    filters = filters_of(Resource.parse("Book", ["a:int:unique", "b:str:unique", "c:ref=User"]))

    assert own_values(filters) == {
        "a": ["a", "a_ge", "a_le"],
        "b": ["b", "b_like"],
        "c_id": ["c_id"],
    }


def test_a_value_that_is_too_long_for_a_part_is_not_asked_for_as_one() -> None:
    filters = filters_of(Resource.parse("Book", ["a:str:min=300:max=400:unique"]))

    assert own_values(filters) == {"a": ["a"]}


@pytest.mark.parametrize("field", ["a:str", "a:str:min=200", "a:str:pattern=[0-9a-f]{64}"])
def test_what_is_asked_for_is_an_expression(field: str) -> None:
    resource = Resource.parse("Book", [field])

    assert all(ast.parse(case.asked) for case in cases(filters_of(resource)))
