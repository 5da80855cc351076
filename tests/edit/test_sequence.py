"""Inserting an item among items laid out in any way."""

import libcst as cst
import pytest

from fastapi_backend_builder.edit.sequence import Items, insert_item
from fastapi_backend_builder.edit.source import Source


@pytest.mark.parametrize(
    ("index", "before", "after"),
    [
        (0, "[a, b]", "[new, a, b]"),
        (1, "[a, b]", "[a, new, b]"),
        (2, "[a, b]", "[a, b, new]"),
        (2, "[a, b,]", "[a, b, new]"),
        (2, "[a , b ]", "[a , b, new ]"),
        (0, "[\n  a,\n  b,\n]", "[\n  new,\n  a,\n  b,\n]"),
        (1, "[\n  a,\n  b,\n]", "[\n  a,\n  new,\n  b,\n]"),
        (2, "[\n  a,\n  b,\n]", "[\n  a,\n  b,\n  new,\n]"),
        (2, "[\n  a,\n  b\n]", "[\n  a,\n  b,\n  new\n]"),
        (1, "[a,\n b]", "[a,\n new,\n b]"),
        (2, "[\n  a, b,\n  c]", "[\n  a, b,\n  new,\n  c]"),
        (1, "[\n  a, b,\n  c]", "[\n  a, new, b,\n  c]"),
        (2, "[\n\ta, # 1\n\tb, # 2\n]", "[\n\ta, # 1\n\tb, # 2\n\tnew,\n]"),
        (2, "[\n  a,\n  b  # last\n]", "[\n  a,\n  b,  # last\n  new\n]"),
        (0, "[  # all\n  a,\n]", "[  # all\n  new,\n  a,\n]"),
        (2, "[\n  a,\n  f(\n    b\n  ),\n]", "[\n  a,\n  f(\n    b\n  ),\n  new,\n]"),
    ],
)
def test_the_item_is_laid_out_as_its_neighbours_are(index: int, before: str, after: str) -> None:
    assert insert(before, index) == after


@pytest.mark.parametrize(
    ("index", "after"), [(0, "[new, a\n , b]"), (1, "[a, new\n , b]"), (2, "[a\n , b,\n new]")]
)
def test_leading_commas_still_make_a_list(index: int, after: str) -> None:
    source = insert("[a\n , b]", index)

    assert [name.strip() for name in source.strip("[]").split(",")] == [
        name.strip() for name in after.strip("[]").split(",")
    ]


def insert(text: str, index: int) -> str:
    source = Source(f"x = {text}\n".encode())
    sequence = source.module.body[0].body[0].value  # type: ignore[union-attr,index]
    assert isinstance(sequence, cst.List)
    items = Items(sequence.elements, sequence.lbracket)
    edited = source.spliced(insert_item(source, items, index, "new")).decode()
    return edited.removeprefix("x = ").removesuffix("\n")
