from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource

Refused = Callable[..., UsageError]

SOFT = Options(soft_delete=True)


@pytest.mark.parametrize(("word", "uuid"), [(None, False), ("int", False), ("uuid", True)])
def test_ids_are_integers_unless_it_is_said(word: str | None, uuid: bool) -> None:
    assert Resource.parse("Todo", ["title:str"], Options(id=word)).uuid is uuid


@pytest.mark.parametrize("word", ["", "UUID", "uuid4", "bigint", "Id"])
def test_another_type_of_ids_is_refused(word: str, refused: Refused) -> None:
    error = refused(Resource.parse, "Todo", ["title:str"], Options(id=word))

    assert repr(word) in error.message
    assert "--id uuid" in error.hint


@pytest.mark.parametrize("field", ["deleted_at:datetime", "deleted_at:str"])
def test_the_mark_is_no_field(field: str, refused: Refused) -> None:
    error = refused(Resource.parse, "Todo", [field], SOFT)

    assert "both make 'deleted_at'" in error.message


def test_where_nothing_is_marked_a_field_may_be_called_so() -> None:
    assert Resource.parse("Todo", ["deleted_at:datetime:optional"])


def test_a_reference_holds_what_its_target_has_as_ids() -> None:
    fields = [
        "author:ref=Author",
        "editor:ref=User",
        "before:ref=self:optional",
        "after:ref=Todo:optional:as=earlier",
    ]
    todo = Resource.parse("Todo", fields, Options(id="uuid")).with_uuid_targets(["Author"])

    assert [field.uuid_target for field in todo.fields] == [True, False, True, True]


def test_only_a_reference_needs_an_index_of_deleted_rows_too() -> None:
    todo = Resource.parse("Todo", ["code:str:unique", "plan:ref=Plan:unique"], SOFT)

    assert [todo.has_index(field) for field in todo.fields] == [False, True]
