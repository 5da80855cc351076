from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import OnDelete

Refused = Callable[..., UsageError]


def test_a_row_refers_to_what_it_is_under_and_no_request_says_to_which() -> None:
    comment = Resource.parse("Comment", ["body:text"], Options(under="BlogPost"))

    parent, body = comment.fields
    assert (parent, body.name) == (comment.parent, "body")
    assert (parent.column, parent.target) == ("blog_post_id", "BlogPost")
    assert parent.on_delete is OnDelete.CASCADE
    assert parent.readonly


@pytest.mark.parametrize("field", ["post:str", "post_id:int", "post:ref=Post"])
def test_the_reference_is_not_given_as_a_field_too(refused: Refused, field: str) -> None:
    error = refused(Resource.parse, "Comment", ["body:text", field], Options(under="Post"))

    assert f"'{field}' and --under Post both make" in error.message


@pytest.mark.parametrize(
    ("model", "proposal"),
    [
        ("User", "--owned-by User"),
        ("Comment", "parent:ref=self:optional"),
        ("self", "parent:ref=self:optional"),
        ("blog_post", "--under BlogPost"),
        ("", "--under Post"),
    ],
)
def test_what_rows_cannot_be_under_is_refused(refused: Refused, model: str, proposal: str) -> None:
    error = refused(Resource.parse, "Comment", ["body:text"], Options(under=model))

    assert proposal in (error.hint or "")


def test_a_row_has_something_of_its_own(refused: Refused) -> None:
    assert "no fields" in refused(Resource.parse, "Comment", [], Options(under="Post")).message
