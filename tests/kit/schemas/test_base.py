from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from kit.schemas.base import CreateSchema


class NoteCreate(CreateSchema):
    content: JsonValue


@pytest.mark.parametrize(
    "content",
    ["\0", "\ud800", ["\0"], {"\0": 1}, {"key": "\ud800"}, float("nan"), [float("inf")]],
)
def test_what_no_database_can_hold_is_refused(content: Any) -> None:
    with pytest.raises(ValidationError, match="content"):
        NoteCreate(content=content)


def test_everything_else_is_accepted() -> None:
    content: JsonValue = {"key": ["ünïcode \n", 1, 1.5, None, True]}

    assert NoteCreate(content=content).content == content
