import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_backend_builder.edit.merge import merge

BASE = b"".join(b"line %d\n" % number for number in range(9))
TEXTS = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n", b"\n"]), max_size=8).map(b"".join)


def changed(**lines: bytes) -> bytes:
    """The base with other lines: `line_3=b"x\\n"`."""
    text = BASE
    for name, line in lines.items():
        text = text.replace(name.replace("_", " ").encode() + b"\n", line)
    return text


def test_edits_in_two_places_are_put_together() -> None:
    mine, theirs = changed(line_1=b"mine\n"), changed(line_5=b"", line_8=b"theirs\nlast")

    merged = merge(mine, BASE, theirs)

    assert merged == changed(line_1=b"mine\n", line_5=b"", line_8=b"theirs\nlast")


@pytest.mark.parametrize(
    "mine",
    [
        changed(line_5=b"mine\n"),
        changed(line_5=b""),
        changed(line_4=b"beside it\n"),
        changed(line_5=b"line 5\nmine\n"),
    ],
)
def test_edits_in_one_place_are_a_conflict(mine: bytes) -> None:
    assert merge(mine, BASE, changed(line_5=b"theirs\n")) is None


def test_the_same_edit_on_both_sides_is_made_once() -> None:
    both = changed(line_5=b"same\n")

    assert merge(both, BASE, both) == both


@given(TEXTS, TEXTS)
def test_a_side_that_has_no_edit_takes_the_other(base: bytes, other: bytes) -> None:
    assert merge(base, base, other) == merge(other, base, base) == other


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_is_who(base: bytes, one: bytes, other: bytes) -> None:
    assert merge(one, base, other) == merge(other, base, one)
