import re
from collections.abc import Callable
from itertools import islice
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.patterns import anchored, characters, examples, read_pattern
from fastapi_backend_builder.spec.pieces import Piece

Refused = Callable[..., UsageError]


def read(text: str) -> str:
    return read_pattern(Piece.whole(text))


def read_or_error(text: str) -> str | UsageError:
    try:
        return read(text)
    except UsageError as error:
        return error


def first(text: str, count: int = 3, shortest: int = 0, longest: int = 99) -> list[str]:
    return list(islice(examples(read(text), shortest, longest), count))


@pytest.mark.parametrize("text", ["[a-z]+", "^[a-z]+", "[a-z]+$", "^[a-z]+$"])
def test_a_pattern_is_that_of_the_whole_text_with_and_without_anchors(text: str) -> None:
    assert anchored(read(text)) == "^[a-z]+$"


def test_the_anchors_are_around_all_alternatives() -> None:
    assert anchored("a|b") == "^(a|b)$"


def test_a_dollar_sign_can_be_the_last_character() -> None:
    assert first(r"[1-9]\$", 1) == ["1$"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[A-Z]{3}-[0-9]{4}", ["AAA-0000", "AAA-0001", "AAA-0002"]),
        ("(draft|final)!?", ["draft!", "final!", "draft"]),
        (r"\+[1-9][0-9]{2,}", ["+100", "+101", "+102"]),
        ("[^0-9A-Za-z]", ["!", '"', "#"]),
        ("[-a][b-]", ["-b", "--", "ab"]),
        ("[а-я]{2}", ["аа", "аб", "ав"]),  # noqa: RUF001 - Cyrillic
        ("x?", ["x", ""]),
    ],
)
def test_examples_are_simple_and_different(text: str, found: list[str]) -> None:
    assert first(text) == found


def test_examples_are_as_long_as_they_should_be() -> None:
    assert first("[0-9]*-[0-9]*", 1, shortest=7, longest=7) == ["000-000"]


def test_a_length_that_no_text_has_leaves_none() -> None:
    assert first("[0-9]{5}", longest=3) == []


@pytest.mark.parametrize(
    ("text", "problem", "at"),
    [
        (r"[0-9]+\d", "write [0-9]", 7),
        (r"(?=a)b", "a group can only be repeated", 1),
        (r"(a)\1", r"'\1' is not supported", 4),
        ("a++", "'+' cannot stand here", 2),
        ("a{2}{3}", "'{' cannot stand here", 4),
        ("a{,3}", "'{' cannot stand here", 1),
        ("a{3,1}", "'{3,1}' repeats nothing", 1),
        ("a^b", "'^' cannot stand here", 1),
        ("[a&&b]", "'&' cannot stand here", 2),
        ("[a", "a set is not closed", 2),
        ("[z-a]", "the range z-a is empty", 4),
        ("[]", "a set has no character", 2),
        ("(a", "a group is not closed", 2),
        ("a)", "')' closes nothing", 1),
        ("a\\", "the pattern ends too early", 2),
        ("^$", "1 to 72 characters", 0),
        ("(a{900}){900}", "the pattern repeats too much", 0),
    ],
)
def test_what_others_read_differently_is_refused_where_it_stands(
    text: str, problem: str, at: int, refused: Refused
) -> None:
    error = refused(read, text)

    assert problem in error.message
    assert error.message.splitlines()[-1].index("^") == 4 + at


atoms = st.sampled_from(
    ["a", "é", "7", " ", ".", "[a-c]", "[^a-c]", "[а-я_-]", r"\.", r"\\", r"[\]\^]", "/"]  # noqa: RUF001
)
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join).map("({})".format),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
).filter(lambda pattern: len(pattern) <= 72)


@given(patterns)
def test_pydantic_and_python_take_what_is_accepted_and_its_examples(pattern: str) -> None:
    accepted = TypeAdapter(Annotated[str, Field(pattern=anchored(read(pattern)))])

    for text in islice(examples(pattern, 0, 255), 10):
        assert accepted.validate_python(text) == text
        assert re.fullmatch(pattern, text)


@given(patterns, st.sampled_from("?x0_~"))
def test_a_character_that_a_pattern_has_not_is_in_no_text_that_matches(
    pattern: str, character: str
) -> None:
    if character not in characters(pattern):
        assert not re.fullmatch(pattern, character)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=30))
def test_any_text_is_a_pattern_of_pydantics_or_an_error_with_a_hint(text: str) -> None:
    outcome = read_or_error(text)

    if isinstance(outcome, str):
        assert TypeAdapter(Annotated[str, Field(pattern=anchored(outcome))])
    else:
        assert outcome.hint
