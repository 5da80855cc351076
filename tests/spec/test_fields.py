from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, parse_field, to_text
from fastapi_backend_builder.spec.types import (
    NO_DEFAULT,
    NOW,
    RELATIONS,
    TODAY,
    Default,
    FieldType,
    OnDelete,
)

Refused = Callable[..., UsageError]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("title:str:max=200", Field("title", FieldType.STR, max_length=200)),
        ("title:str", Field("title", FieldType.STR, max_length=255)),
        ("body:text:optional", Field("body", FieldType.TEXT, optional=True, max_length=100_000)),
        (
            "price:decimal=10.2:ge=0",
            Field("price", FieldType.DECIMAL, precision=10, scale=2, ge=Decimal(0)),
        ),
        ("price:decimal", Field("price", FieldType.DECIMAL, precision=12, scale=2)),
        ("age:int:gt=0:lt=150", Field("age", FieldType.INT, gt=0, lt=150)),
        (
            "status:enum=draft/published:default=draft",
            Field("status", FieldType.ENUM, enum_values=("draft", "published"), default="draft"),
        ),
        ("author:ref=User", Field("author", FieldType.REF, index=True, target="User")),
        (
            "parent:ref=self:optional",
            Field("parent", FieldType.REF, index=True, target="self", optional=True),
        ),
        (
            "tags:many=Tag:as=marked_books:private",
            Field(
                "tags",
                FieldType.MANY,
                target="Tag",
                other_side="marked_books",
                private=True,
                singular="tag",
            ),
        ),
        ("profile:ref=User:unique", Field("profile", FieldType.REF, unique=True, target="User")),
        (
            "sku:str:pattern=^[A-Z]{3}$",
            Field("sku", FieldType.STR, max_length=255, pattern="[A-Z]{3}"),
        ),
        ("pin:str:max=9:private", Field("pin", FieldType.STR, max_length=9, private=True)),
        (
            "seen:uuid:optional:readonly",
            Field("seen", FieldType.UUID, optional=True, readonly=True),
        ),
        (
            "author:ref=User:cascade",
            Field("author", FieldType.REF, index=True, target="User", on_delete=OnDelete.CASCADE),
        ),
        ("code:int:unique:index", Field("code", FieldType.INT, unique=True)),
    ],
)
def test_a_field_is_read_with_every_choice_resolved(text: str, field: Field) -> None:
    assert parse_field(text) == field


@pytest.mark.parametrize("type_", sorted(set(FieldType) - {FieldType.ENUM, *RELATIONS}))
def test_a_name_and_a_type_are_enough(type_: FieldType) -> None:
    assert parse_field(f"thing:{type_}").type is type_


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("done:bool:default=false", False),
        ("rank:int:default=-1", -1),
        ("price:decimal:default=9.99", Decimal("9.99")),
        ("note:str:default=", ""),
        ("due:date:default=today", TODAY),
        ("due_at:datetime:default=now", NOW),
        ("title:str", NO_DEFAULT),
    ],
)
def test_a_default_is_a_value_of_the_type(text: str, default: Default) -> None:
    assert parse_field(text).default == default


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("title:str", True),
        ("title:str:optional", False),
        ("title:str:default=x", False),
        ("tags:many=Tag", False),
    ],
)
def test_a_field_is_required_unless_it_says_otherwise(text: str, required: bool) -> None:
    assert parse_field(text).required is required


@pytest.mark.parametrize(
    "text", ["owner:ref=User:on_delete=cascade", "owner:ref=User:cascade:index"]
)
def test_cascade_alone_is_short_for_a_deletion_that_cascades(text: str) -> None:
    assert to_text(parse_field(text)) == "owner:ref=User:cascade"


def test_without_a_word_what_is_referred_to_stays() -> None:
    assert parse_field("owner:ref=User") == parse_field("owner:ref=User:on_delete=restrict")


def test_a_ref_keeps_the_id_of_its_target() -> None:
    assert parse_field("owner:ref=User").column == "owner_id"


@pytest.mark.parametrize(
    ("name", "ids"),
    [("tags", "tag_ids"), ("open_stories", "open_story_ids"), ("related", "related_ids")],
)
def test_a_many_is_known_by_the_ids_of_its_targets(name: str, ids: str) -> None:
    assert parse_field(f"{name}:many=Tag").column == ids


def test_the_column_of_a_ref_is_no_reserved_word() -> None:
    assert parse_field("user:ref=User").column == "user_id"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("title:strng", "str"),
        ("title:String", "str"),
        ("title:varchar", "str"),
        ("at:timestamp", "datetime"),
        ("n:integer", "int"),
        ("done:boolean", "bool"),
        ("owner:fk=User", "ref"),
    ],
)
def test_an_unknown_type_is_refused_for_a_near_one(text: str, guess: str, refused: Refused) -> None:
    error = refused(parse_field, text)

    assert "unknown type" in error.message
    assert f"did you mean '{guess}'?" in error.hint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title", "no type"),
        ("title:", "unknown type ''"),
        ("", "no type"),
        ("tags:many", "a many needs its model"),
        ("tag_ids:many=Tag", "that of the objects, not of their ids"),
        ("tags:many=Tag:optional", "'optional' does not go with the type many"),
        ("tags:many=Tag:unique", "'unique' does not go with the type many"),
        ("tags:many=Tag:cascade", "'cascade' does not go with the type many"),
        ("tags:many=Tag:default=1", "'default' does not go with the type many"),
        ("title:str:as=x", "'as' does not go with the type str"),
        ("owner:ref=User:as=Own", "'Own' cannot name the other side"),
        ("owner:ref=User:as=metadata", "'metadata' is an attribute of every SQLAlchemy model"),
        ("status:enum", "an enum needs its values"),
        ("owner:ref", "a ref needs its model"),
        ("title:str=200", "the type str takes no argument"),
        ("ti\ntle:str", "invisible character"),
        ("a:enum=x/y:default=z", "is not one of the values"),
        ("a:str:max=2:default=abc", "longer than 2"),
        ("a:str:min=1:default=", "shorter than 1"),
        ("a:slug:default=Ab", "is not a slug"),
        ("a:int:ge=1:default=0", "out of bounds"),
        ("a:str:pattern=[0-9]{5}:max=3", "no text of the field's length"),
        ("a:str:unique:pattern=a|b", "no more than 2 texts"),
        ("a:int:unique:ge=1:le=2", "the bounds let only 2 values through"),
        ("a:enum=x/y:unique", "the enum has only 2 values"),
        ("a:str:pattern=[a-z]+:default=X", "does not match [a-z]+"),
        ("a:slug:pattern=[a-z]+", "does not go with the type slug"),
        ("a:ref=User:on_delete=delete", "'delete' is nothing to do"),
        ("a:ref=User:on_delete=set_null", "is never null"),
        ("a:ref=User:cascade:on_delete=cascade", "'on_delete' contradicts 'cascade'"),
        ("a:int:cascade", "'cascade' does not go with the type int"),
        ("a:ref=User:readonly", "no rule says which row it refers to"),
        ("a:date:unique:readonly", "no rule makes a unique date"),
        ("a:int:unique:ge=1:le=99:readonly", "no rule makes unique numbers of less than 1000000"),
        ("a:slug:max=9:readonly", "max=10 is enough"),
        ("a:str:unique:pattern=[a-z]+:readonly", "no rule makes a unique text of a pattern"),
        ("a:int:optional:private:readonly", "'readonly' contradicts 'private'"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(text: str, problem: str, refused: Refused) -> None:
    assert problem in refused(parse_field, text).message


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("leaves:many=Leave", "leave_ids"),
        ("annual_leaves:many=Leave", "annual_leave_ids"),
        ("leaves:many=AnnualLeave", "leave_ids"),
        ("leaves:many=Leaf", "leaf_ids"),
        ("leaves:many=Tag", "leaf_ids"),
        ("axes:many=Axe", "axe_ids"),
        ("bases:many=Base64Text", "basis_ids"),
        ("order_items:many=OrderItem", "order_item_ids"),
        ("salesmen:many=Salesman", "salesman_ids"),
        ("staff:many=Staff", "staff_ids"),
        ("staffs:many=Staff", "staff_ids"),
        ("leaves:many=self", "leave_ids"),
    ],
)
def test_the_singular_of_a_known_model_is_known(text: str, column: str) -> None:
    assert parse_field(text, resource="leave").column == column


@pytest.mark.parametrize(
    ("text", "is_computed"),
    [
        ("slug:slug:readonly", True),
        ("slug:slug:unique:readonly", True),
        ("number:int:unique:readonly", True),
        ("number:int:unique", False),
        ("number:int:optional:readonly", False),
        ("number:int:default=0:readonly", False),
        ("tags:many=Tag:readonly", False),
    ],
)
def test_what_no_request_sets_and_each_row_has_is_computed(text: str, is_computed: bool) -> None:
    field = parse_field(text)

    assert field.is_computed is is_computed
    assert not (field.readonly and field.required)


@pytest.mark.parametrize(
    ("text", "is_stripped"),
    [
        ("a:str", True),
        ("a:text:optional", True),
        ("a:str:min=1", True),
        ("a:str:min=0", False),
        ("a:str:default=", False),
        ("a:str:default=x", True),
        ("a:str:pattern=[a-z]*", False),
        ("a:slug", False),
        ("a:bytes", False),
    ],
)
def test_a_text_is_stripped_and_not_empty_unless_it_may_be(text: str, is_stripped: bool) -> None:
    assert parse_field(text).is_stripped is is_stripped


@pytest.mark.parametrize("text", ["default= ", "default= a", "min=1:default=a "])
def test_a_default_that_no_request_could_hold_is_refused(text: str, refused: Refused) -> None:
    assert "white space around it" in refused(parse_field, f"a:str:{text}").message


def test_a_length_given_as_an_argument_leads_to_max(refused: Refused) -> None:
    assert "str:max=200" in refused(parse_field, "title:str=200").hint


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("dueOn", "due_on"),
        ("Title", "title"),
        ("due-on", "due_on"),
        ("_hidden", "hidden"),
        ("createdAt", "opened_at"),
        ("order", "position"),
        ("select", "todo_select"),
        ("class", "category"),
        ("id", "external_id"),
        ("metadata", "details"),
        ("json", "payload"),
    ],
)
def test_a_name_that_cannot_be_is_refused_for_another(
    name: str, proposal: str, refused: Refused
) -> None:
    assert f"'{proposal}'" in refused(parse_field, f"{name}:str", resource="todo").hint


@pytest.mark.parametrize("name", ["", "1st", "naïve", "日付", "a" * 41, "order by"])
def test_a_name_that_is_not_snake_case_is_refused(name: str, refused: Refused) -> None:
    assert "is not a field name" in refused(parse_field, f"{name}:str").message


def test_a_ref_is_not_named_after_its_id(refused: Refused) -> None:
    assert "write owner:ref" in refused(parse_field, "owner_id:ref=User").hint


@pytest.mark.parametrize(
    "text",
    [
        "title:str",
        "title:text:max=200000",
        "title:str:min=0:default=",
        "title:str:optional:index:min=2:max=9:default=abc",
        "code:slug:unique",
        "code:slug:unique:private",
        "sku:str:unique:max=8:pattern=[A-Z]{3}-[0-9]{4}",
        "code:slug:optional:unique:readonly",
        "price:decimal=10.2:ge=0:lt=100:default=9.99",
        "ratio:float:gt=1e-09",
        "status:enum=in-progress/done:default=in-progress",
        "owner:ref=User:optional",
        "owner:ref=User:cascade",
        "owner:ref=User:optional:private:on_delete=set_null",
        "starts:time:default=093000",
        "starts_at:datetime:default=2026-01-31T093000Z",
    ],
)
def test_the_canonical_text_of_a_field_is_itself(text: str) -> None:
    assert to_text(parse_field(text)) == text


names = st.from_regex(r"\Afield[a-z0-9_]{0,30}x\Z")
flags = st.lists(st.sampled_from(["optional", "index", "private"]), unique=True)
default_texts = st.text(st.characters(exclude_characters=":"), max_size=9).filter(
    lambda text: text.isprintable() and text == text.strip()
)


def numbers(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, min_size=3, max_size=3).map(
        lambda n: [f"{k}={v}" for k, v in zip(("ge", "default", "le"), sorted(n), strict=True)]
    )


def default(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[str]]:
    return st.lists(values.map(lambda value: f"default={value}"), max_size=1)


kinds = st.one_of(
    st.tuples(st.just("str"), default(default_texts)),
    st.tuples(st.just("int"), numbers(st.integers(-(2**31), 2**31 - 1))),
    st.tuples(st.just("bigint"), numbers(st.integers(-(2**63), 2**63 - 1))),
    st.tuples(st.just("float"), numbers(st.floats(allow_nan=False, allow_infinity=False))),
    st.tuples(
        st.just("decimal=18.6"),
        numbers(st.decimals(-(10**11), 10**11, places=6)),
    ),
    st.tuples(st.just("date"), default(st.dates())),
    st.tuples(st.just("time"), default(st.times().map(lambda t: t.isoformat().replace(":", "")))),
    st.tuples(
        st.just("datetime"),
        default(st.datetimes().map(lambda d: d.isoformat().replace(":", "") + "Z")),
    ),
)


@given(names, kinds, flags)
def test_reading_what_was_written_gives_the_same_field(
    name: str, kind: tuple[str, list[str]], flags: list[str]
) -> None:
    type_, modifiers = kind
    field = parse_field(":".join([name, type_, *flags, *modifiers]))

    assert parse_field(to_text(field)) == field


FRAGMENTS = """
title _id order str int bigint float decimal bool date datetime time uuid text json bytes email url
slug enum ref many optional unique index private readonly default min max ge gt le lt as = : / . -
10.2 0 -1 1e999 a/b User self now today true 2026-01-31 0930 9999-12-31T2359-2359
"""
fragments = st.sampled_from(FRAGMENTS.split())


def read(text: str) -> Field | UsageError:
    try:
        return parse_field(text)
    except UsageError as error:
        return error


@given(st.text() | st.lists(fragments).map("".join) | st.lists(fragments).map(":".join))
def test_any_text_is_a_field_or_an_error_with_a_hint(text: str) -> None:
    outcome = read(text)

    assert isinstance(outcome, Field) or outcome.hint


@given(
    st.sampled_from(FieldType),
    st.sampled_from(["", "=10.2", "=a/b", "=User"]),
    st.lists(fragments, max_size=6).map("".join),
)
def test_any_modifier_is_read_or_an_error_with_a_hint(
    type_: FieldType, argument: str, rest: str
) -> None:
    outcome = read(f"title:{type_}{argument}:{rest}")

    assert isinstance(outcome, Field) or outcome.hint
