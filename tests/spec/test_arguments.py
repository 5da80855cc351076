from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.arguments import (
    member_name,
    read_enum_values,
    read_precision,
    read_target,
)
from fastapi_backend_builder.spec.pieces import Piece

Refused = Callable[..., UsageError]


@pytest.mark.parametrize(
    ("text", "precision"), [("10.2", (10, 2)), ("18.18", (18, 18)), ("1.0", (1, 0))]
)
def test_a_precision_is_read(text: str, precision: tuple[int, int]) -> None:
    assert read_precision(Piece.whole(text)) == precision


@pytest.mark.parametrize("text", ["", "10", "0.0", "19.2", "2.3", "10,2", "-1.0", "\uff11.0"])
def test_an_impossible_precision_is_refused(text: str, refused: Refused) -> None:
    assert "decimal=10.2" in refused(read_precision, Piece.whole(text)).hint


def test_enum_values_keep_their_order_and_spelling() -> None:
    assert read_enum_values(Piece.whole("open/In-Progress/done_2")) == (
        "open",
        "In-Progress",
        "done_2",
    )


def test_a_value_names_its_member() -> None:
    assert member_name("in-progress") == "IN_PROGRESS"


@pytest.mark.parametrize("text", ["", "open/", "1st", "to do", "a" * 51, "né", "-a"])
def test_an_impossible_enum_value_is_refused(text: str, refused: Refused) -> None:
    assert "cannot be an enum value" in refused(read_enum_values, Piece.whole(text)).message


@pytest.mark.parametrize("text", ["open/open", "open/Open", "in-progress/in_progress"])
def test_values_of_the_same_member_are_refused(text: str, refused: Refused) -> None:
    assert "the same enum member" in refused(read_enum_values, Piece.whole(text)).message


@pytest.mark.parametrize("text", ["User", "APIKey", "self"])
def test_a_target_is_read(text: str) -> None:
    assert read_target(Piece.whole(text)) == text


@pytest.mark.parametrize(("text", "proposal"), [("user", "User"), ("order_item", "OrderItem")])
def test_a_target_is_a_class_name(text: str, proposal: str, refused: Refused) -> None:
    assert f"did you mean '{proposal}'?" in refused(read_target, Piece.whole(text)).hint


@pytest.mark.parametrize("text", ["", "None", "app.User", "Üser", "A" * 41])
def test_an_impossible_target_is_refused(text: str, refused: Refused) -> None:
    assert "cannot be the name of a model" in refused(read_target, Piece.whole(text)).message
