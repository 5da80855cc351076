from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import other_side

Refused = Callable[..., UsageError]


@pytest.mark.parametrize(
    ("field", "side"),
    [
        ("author:ref=User", "books"),
        ("author:ref=User:unique", "book"),
        ("author:ref=User:as=written_books", "written_books"),
        ("parent:ref=User", "books"),
        ("parent:ref=self:optional", "children"),
        ("parent:ref=Book:unique:optional", "child"),
        ("sequel:ref=self:optional", "books"),
        ("tags:many=Tag", "books"),
        ("related:many=self:as=related_to", "related_to"),
    ],
)
def test_the_other_side_is_called_after_the_resource(field: str, side: str) -> None:
    book = Resource.parse("Book", ["title:str", field])

    assert other_side(book.noun, book.attributes[-1]) == side


@pytest.mark.parametrize("target", ["self", "Book"])
@pytest.mark.parametrize("word", ["", ":cascade", ":unique", ":private"])
def test_a_row_that_must_refer_to_its_own_kind_could_not_be_the_first(
    target: str, word: str, refused: Refused
) -> None:
    error = refused(Resource.parse, "Book", ["title:str", f"parent:ref={target}{word}"])

    assert "no first Book could be made" in error.message
    assert error.hint == f"write parent:ref={target}:optional"


@pytest.mark.parametrize(
    "fields",
    [
        ["author:ref=User", "editor:ref=User"],
        ["author:ref=User", "readers:many=User"],
        ["parent:ref=self:optional", "origin:ref=self:optional:as=children"],
        ["parent:ref=self:optional", "children:int"],
        ["title:str", "related:many=self:as=related"],
        ["tag_ids:json", "tags:many=Tag"],
    ],
)
def test_no_two_things_are_called_alike(fields: list[str], refused: Refused) -> None:
    refused(Resource.parse, "Book", fields)


def test_what_is_called_alike_on_its_own_two_sides_is_not_compared_with_itself(
    refused: Refused,
) -> None:
    error = refused(Resource.parse, "Book", ["title:str", "book:ref=self:unique:optional"])

    assert error.message == "'book:ref=self:optional:unique' would be called 'book' on both sides"


@pytest.mark.parametrize(
    ("resource", "fields", "problem"),
    [
        ("Book", ["tags:many=Tag"], "Book has links and no field of its own"),
        ("Guest", ["name:str", "tables:many=Table"], "has a meaning for Table"),
        ("Book", ["title:str", "books:many=self:as=x"], "both columns of the table book_books"),
    ],
)
def test_links_have_a_table_that_can_be_made(
    resource: str, fields: list[str], problem: str, refused: Refused
) -> None:
    assert problem in refused(Resource.parse, resource, fields).message
