"""The values in generated tests are what their fields allow, or clearly not."""

import ast
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import EmailStr, HttpUrl, TypeAdapter

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.render.samples import body_values, factory_value, invalid_values
from fastapi_backend_builder.spec.fields import Field, parse_field

BOUNDED_TYPES = ["int", "bigint", "float", "decimal=6.2"]


def allows(field: Field, value: float | Decimal) -> bool:
    return (
        (field.ge is None or value >= field.ge)
        and (field.gt is None or value > field.gt)
        and (field.le is None or value <= field.le)
        and (field.lt is None or value < field.lt)
    )


def number(source: str) -> float | Decimal:
    value = ast.literal_eval(source)
    return Decimal(value) if isinstance(value, str) else value


@st.composite
def bounded_fields(draw: st.DrawFn, *, unique: bool = False) -> Field:
    low, high = draw(st.integers(-999, 999)), draw(st.integers(-999, 999))
    lower = draw(st.sampled_from(["", f":ge={low}", f":gt={low}"]))
    upper = draw(st.sampled_from(["", f":le={high}", f":lt={high}"]))
    try:
        kind = draw(st.sampled_from(BOUNDED_TYPES))
        return parse_field(f"n:{kind}{lower}{upper}{':unique' if unique else ''}")
    except UsageError:
        assume(False)
        raise


@given(bounded_fields())
def test_numbers_are_within_their_bounds(field: Field) -> None:
    assert all(allows(field, number(value)) for value in body_values(field))


@given(bounded_fields())
def test_bad_numbers_are_out_of_their_bounds(field: Field) -> None:
    numbers = [value for value in invalid_values(field)[1:] if "**" not in value]
    assert not any(allows(field, number(value)) for value in numbers)


@given(
    st.sampled_from(["str", "text", "slug"]),
    st.sampled_from(["words_of_mine", "other", "o", "a_1", "abc__d"]),
    st.integers(1, 40),
    st.integers(0, 40),
)
def test_texts_are_as_long_as_they_should_be(kind: str, name: str, low: int, spread: int) -> None:
    field = parse_field(f"{name}:{kind}:min={low}:max={low + spread}")
    first, second = (eval(value) for value in body_values(field))  # noqa: S307 - made here
    assert low <= len(first) <= low + spread
    assert low <= len(second) <= low + spread
    assert first != second


@given(
    st.sampled_from([("email", 6, EmailStr), ("url", 12, HttpUrl)]),
    st.sampled_from(["words_of_mine", "other", "o", "a_1"]),
    st.integers(0, 60),
)
def test_addresses_are_valid_and_fit(kind: tuple[str, int, Any], name: str, spread: int) -> None:
    word, shortest, type_ = kind
    field = parse_field(f"{name}:{word}:max={shortest + spread}")
    first, second = map(ast.literal_eval, body_values(field))
    for value in (first, second):
        TypeAdapter(type_).validate_python(value)
        assert len(value) <= shortest + spread
    assert first != second


@given(bounded_fields(unique=True), st.integers(1, 99_999))
def test_unique_numbers_of_rows_are_within_their_bounds(field: Field, number: int) -> None:
    value = eval(factory_value(field, ""), {"Decimal": Decimal, "number": number})  # noqa: S307
    assert allows(field, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:str", '"name"'),
        ("name:str:unique", 'f"name {number}"'),
        ("code:str:unique:min=2:max=2", 'f"{number % 100:02}"'),
        ("rank:int:unique:ge=1:le=10", "1 + number % 9"),
        ("rank:int:unique:ge=1:le=3", "1 + number % 2"),
        ("day:enum=sat/sun/mon:unique", "(.SAT, .SUN)[number % 2]"),
        ("code:str:unique:pattern=[A-C]", '("A", "B")[number % 2]'),
        ("n:int:unique:le=0", "-1 - number"),
        ("code:text:min=100", '"code".ljust(100, "x")'),
        ("raw:bytes:min=100", "b'a' * 100"),
        ("raw:bytes:max=2", "b'aa'"),
        ("slug:slug:unique", 'f"slug-{number}"'),
        ("mail:email:unique", 'f"mail.{number}@example.com"'),
        ("page:url:unique", 'f"https://example.com/page-{number}"'),
        ("n:int:unique", "1 + number"),
        ("n:decimal=6.2:unique", 'Decimal("1.00") + number * Decimal("0.01")'),
        ("n:float:ge=7", "7.0"),
        ("hash:str:pattern=[0-9a-f]{64}", '"0" * 63 + "9"'),
        ("sku:str:unique:pattern=[A-Z]{3}-[0-9]{4}", '"AAA-000" + str(number % 9)'),
        ("answer:str:pattern=yes|no", '"no"'),
        (
            "code:str:unique:pattern=[A-Z]",
            '("A", "B", "C", "D", "E", "F", "G", "H", "I")[number % 9]',
        ),
    ],
)
def test_rows_differ_where_they_must(text: str, expected: str) -> None:
    assert factory_value(parse_field(text), "") == expected


@pytest.mark.parametrize("text", ["name:str", "zip:str:pattern=[0-9]{5}", "n:int:ge=7", "n:float"])
def test_rows_have_the_first_value_so_that_the_second_changes_them(text: str) -> None:
    field = parse_field(text)

    first, second = body_values(field)

    assert factory_value(field, "") == first != second
