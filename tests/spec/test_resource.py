from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource

Refused = Callable[..., UsageError]


def test_a_resource_has_a_noun_and_fields_in_the_order_given() -> None:
    todo = Resource.parse("Todo", ["title:str", "done:bool:default=false"])

    assert todo.noun.plural == "todos"
    assert [field.name for field in todo.fields] == ["title", "done"]


def test_the_plural_can_be_given() -> None:
    assert Resource.parse("Media", ["title:str"], Options(plural="media")).noun.plural == "media"


def test_an_enum_is_named_after_its_resource() -> None:
    todo = Resource.parse("Todo", ["work_status:enum=open/done"])

    assert todo.enum_class(todo.fields[0]) == "TodoWorkStatus"


def test_proposals_for_a_field_begin_with_the_resource(refused: Refused) -> None:
    assert "'order_item_select'" in refused(Resource.parse, "OrderItem", ["select:str"]).hint


def test_no_fields_are_refused_with_an_example(refused: Refused) -> None:
    assert "fbb add resource Todo title:str" in refused(Resource.parse, "Todo", []).hint


def test_a_hundred_fields_are_the_most(refused: Refused) -> None:
    fields = [f"field_{n}:int" for n in range(101)]

    assert len(Resource.parse("Todo", fields[:100]).fields) == 100
    assert "has 101 fields" in refused(Resource.parse, "Todo", fields).message


def test_a_request_can_set_one_field_at_least(refused: Refused) -> None:
    error = refused(Resource.parse, "Todo", ["done:bool:default=false:readonly"])

    assert "all are readonly" in error.message


def test_where_no_request_sets_fields_all_can_be_readonly() -> None:
    assert Resource.parse("Todo", ["done:bool:default=false:readonly"], Options(only="list,get"))


@pytest.mark.parametrize(
    ("fields", "attribute"),
    [
        (["title:str", "title:text"], "title"),
        (["owner:ref=User", "owner_id:int"], "owner_id"),
        (["owner_id:int", "owner:ref=User"], "owner_id"),
        (["owner:str", "owner:ref=User"], "owner"),
    ],
)
def test_two_fields_do_not_share_an_attribute(
    fields: list[str], attribute: str, refused: Refused
) -> None:
    assert f"both make '{attribute}'" in refused(Resource.parse, "Todo", fields).message


@pytest.mark.parametrize(
    "fields",
    [
        ["response:enum=a/b"],
        ["status_2:enum=a/b", "status2:enum=a/b"],
        ["status:enum=a/b", "other:ref=TodoStatus"],
    ],
)
def test_two_classes_do_not_share_a_name(fields: list[str], refused: Refused) -> None:
    assert "would be the class Todo" in refused(Resource.parse, "Todo", fields).message


FEW = ["rank:int:unique:ge=1:le=3", "day:enum=sat/sun/mon:unique", "code:str:unique:pattern=[A-C]"]


@pytest.mark.parametrize("field", FEW)
def test_few_values_are_enough_for_what_is_unique(field: str) -> None:
    assert Resource.parse("Shelf", [field])


@pytest.mark.parametrize("field", FEW)
@pytest.mark.parametrize("relation", ["above:ref=self:optional", "others:many=self:as=of"])
def test_rows_that_refer_to_each_other_need_more(
    field: str, relation: str, refused: Refused
) -> None:
    error = refused(Resource.parse, "Shelf", [field, relation])

    assert "lets only 3 rows be there" in error.message
    assert "room for 6 values" in error.hint


class TestOwner:
    def test_an_owner_is_a_column_before_the_fields(self) -> None:
        todo = Resource.parse("Todo", ["title:str"], Options(owned_by="User"))

        assert [column.column for column in todo.columns] == ["user_id", "title"]
        assert [field.name for field in todo.fields] == ["title"]

    def test_without_one_the_fields_are_all(self) -> None:
        todo = Resource.parse("Todo", ["title:str"])

        assert todo.columns == todo.fields

    @pytest.mark.parametrize("model", ["user", "Author", "", "self", "User "])
    def test_only_who_is_signed_in_owns_rows(self, model: str, refused: Refused) -> None:
        error = refused(Resource.parse, "Todo", ["title:str"], Options(owned_by=model))

        assert "--owned-by User" in error.hint

    @pytest.mark.parametrize("field", ["user:ref=User", "user:ref=Author", "user_id:int"])
    def test_no_field_is_called_like_the_owner(self, field: str, refused: Refused) -> None:
        error = refused(Resource.parse, "Todo", ["title:str", field], Options(owned_by="User"))

        assert f"'{field}' and --owned-by User both make 'user_id'" in error.message
        assert "assignee:ref=User" in error.hint

    def test_another_user_is_referred_to_beside_the_owner(self) -> None:
        assert Resource.parse("Todo", ["assignee:ref=User"], Options(owned_by="User"))


def read(name: str, fields: list[str], options: Options) -> Resource | UsageError:
    try:
        return Resource.parse(name, fields, options)
    except UsageError as error:
        return error


texts = st.text(max_size=5)
field_texts = st.sampled_from(["title:str", "owner:ref=User", "owner_id:int", "user_id:int"])


@given(
    st.sampled_from(["Todo", "Order", "List"]) | texts,
    st.lists(field_texts | texts, max_size=4),
    st.builds(
        Options,
        plural=st.none() | texts,
        owned_by=st.sampled_from([None, "User"]) | texts,
        only=st.sampled_from([None, "list,get", "create", "delete"]) | texts,
    ),
)
def test_any_request_is_a_resource_or_an_error_with_a_hint(
    name: str, fields: list[str], options: Options
) -> None:
    outcome = read(name, fields, options)

    assert outcome.fields if isinstance(outcome, Resource) else outcome.hint
