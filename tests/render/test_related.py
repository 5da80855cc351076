"""Which relations answers can show, and which texts a search looks into."""

import pytest

from fastapi_backend_builder.render.related import related_of
from fastapi_backend_builder.render.search import searched_in
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource


def shown(*fields: str, only: str | None = None) -> list[str]:
    resource = Resource.parse("Book", fields, Options(only=only))
    return [relation.name for relation in related_of(resource, ["Author"])]


def test_what_everybody_may_see_is_shown_and_nothing_else() -> None:
    assert shown("author:ref=Author", "editor:ref=User", "pages:int") == ["author"]


def test_a_resource_is_shown_with_its_own_rows() -> None:
    assert shown("sequel:ref=self:optional", "first:ref=Book:optional:as=others") == [
        "sequel",
        "first",
    ]


def test_what_is_private_is_not_shown() -> None:
    assert shown("author:ref=Author:private", "title:str") == []


@pytest.mark.parametrize(
    ("only", "names"), [("list", ["author"]), ("get", ["author"]), ("create,update,delete", [])]
)
def test_it_takes_an_operation_that_reads(only: str, names: list[str]) -> None:
    assert shown("author:ref=Author", only=only) == names


def test_all_texts_that_are_shown_are_searched() -> None:
    fields = ["a:str", "b:text:optional", "c:str:private", "d:email", "e:slug", "f:int"]

    assert [field.name for field in searched_in(Resource.parse("Book", fields))] == ["a", "b"]
