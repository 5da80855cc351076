from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.modifiers import Modifiers, read_modifiers
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import FieldType

Refused = Callable[..., UsageError]


def read(type_: str, text: str) -> Modifiers:
    return read_modifiers(FieldType(type_), Piece.whole(text).split(":"))


def test_flags_and_keys_are_read_in_any_order() -> None:
    modifiers = read("str", "max=9:optional:default=a=b")

    assert {word: piece.text for word, piece in modifiers.items()} == {
        "max": "9",
        "optional": "optional",
        "default": "a=b",
    }


@pytest.mark.parametrize(
    ("text", "guess"), [("optonal", "optional"), ("MAX=9", "max"), ("defualt=a", "default")]
)
def test_an_unknown_word_is_refused_for_a_near_one(text: str, guess: str, refused: Refused) -> None:
    error = refused(read, "str", text)

    assert "unknown word" in error.message
    assert f"did you mean '{guess}'?" in error.hint


@pytest.mark.parametrize("text", ["default=09:30", "default=https://example.com"])
def test_a_colon_in_a_value_is_explained(text: str, refused: Refused) -> None:
    assert "a colon separates" in refused(read, "str", text).hint


def test_the_caret_is_under_the_unknown_word(refused: Refused) -> None:
    assert refused(read, "str", "optional:nul").message.splitlines()[-1] == "    " + " " * 9 + "^^^"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("optional=true", "'optional' takes no value"),
        ("max", "'max' needs a value"),
        ("optional:optional", "'optional' is given twice"),
        ("unique:default=a", "'default' contradicts 'unique'"),
        ("default=a:unique", "'unique' contradicts 'default'"),
        ("", "unknown word ''"),
    ],
)
def test_a_misused_word_is_refused(text: str, problem: str, refused: Refused) -> None:
    assert problem in refused(read, "str", text).message


@pytest.mark.parametrize(("first", "second"), [("ge", "gt"), ("gt", "ge"), ("le", "lt")])
def test_one_side_has_one_bound(first: str, second: str, refused: Refused) -> None:
    error = refused(read, "int", f"{first}=1:{second}=1")

    assert f"'{second}' contradicts '{first}'" in error.message


@pytest.mark.parametrize(
    ("type_", "text", "hint"),
    [
        ("int", "max=9", "use ge= and le="),
        ("bool", "max=9", "only these have a length"),
        ("str", "ge=9", "use min= and max="),
        ("date", "ge=9", "only numbers have bounds"),
        ("bool", "unique", "two rows"),
        ("json", "unique", "JSON document"),
        ("text", "unique", "longer than an index"),
        ("bytes", "index", "longer than an index"),
        ("ref", "default=1", "id of a row"),
        ("url", "default=x", "colon"),
    ],
)
def test_a_word_that_the_type_does_not_take_is_refused(
    type_: str, text: str, hint: str, refused: Refused
) -> None:
    error = refused(read, type_, text)

    assert f"does not go with the type {type_}" in error.message
    assert hint in error.hint
