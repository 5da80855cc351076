from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.operations import read_operations

Refused = Callable[..., UsageError]


@pytest.mark.parametrize("text", ["list,get,create", "create,get,list", "get,list,create,get"])
def test_operations_are_read_in_any_order(text: str) -> None:
    assert read_operations(text) == ("list", "get", "create")


@pytest.mark.parametrize(
    ("text", "guess"),
    [("list,gett", "get"), ("LIST", "list"), ("read", "get"), ("patch", "update")],
)
def test_an_unknown_operation_is_refused_for_a_near_one(
    text: str, guess: str, refused: Refused
) -> None:
    error = refused(read_operations, text)

    assert "is no operation" in error.message
    assert f"did you mean '{guess}'?" in error.hint


@pytest.mark.parametrize("text", ["", ",", "list,", "list, get", "list/get", "\0"])
def test_what_is_no_list_of_operations_is_refused(text: str, refused: Refused) -> None:
    assert "write --only list,get" in refused(read_operations, text).hint


@pytest.mark.parametrize("text", ["delete", "delete,delete"])
def test_what_can_only_be_deleted_is_refused(text: str, refused: Refused) -> None:
    assert refused(read_operations, text).hint == "add list or get"
