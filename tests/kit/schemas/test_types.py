import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from kit.schemas.types import (
    Base64,
    Day,
    Email,
    Float64,
    Id,
    Int32,
    Int64,
    Moment,
    NaiveTime,
    NonBlank,
    Numeric,
    Reference,
    Slug,
    Url,
)

moment: TypeAdapter[datetime] = TypeAdapter(Moment)
price: TypeAdapter[Decimal] = TypeAdapter(Annotated[Decimal, Numeric(10, 2)])


def test_a_moment_is_kept_in_utc() -> None:
    kept = moment.validate_python("2026-01-31T01:30:00+02:00")

    assert kept == datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    assert kept.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
        *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_a_moment_that_utc_cannot_tell_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="out of range"):
        moment.validate_python(value)


def test_an_address_is_one_value_in_any_case() -> None:
    assert TypeAdapter(Email).validate_python("Ada@Example.COM") == "ada@example.com"


def test_an_address_that_grows_in_small_letters_is_measured_by_these() -> None:
    with pytest.raises(ValidationError, match="at most 14"):
        TypeAdapter(Annotated[Email, Field(max_length=14)]).validate_python("İa@example.com")


@pytest.mark.parametrize(
    ("given", "kept"), [("1", "1.00"), (1e2, "100.00"), ("0.1", "0.10"), ("-0", "0.00")]
)
def test_a_decimal_is_answered_as_it_will_be_read(given: Any, kept: str) -> None:
    assert str(price.validate_python(given)) == kept


@pytest.mark.parametrize("kind", [NonBlank, Annotated[NonBlank, Field(max_length=5)]])
@pytest.mark.parametrize("given", ["a b", " a b", "\t\u2003a b\r\n", "a b" + " " * 9])
def test_a_text_is_kept_without_white_space_around_it(kind: Any, given: str) -> None:
    assert TypeAdapter(kind).validate_python(given) == "a b"


@pytest.mark.parametrize("value", ["", " ", "\t\u2003\r\n"])
def test_a_text_that_is_nothing_else_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        TypeAdapter(NonBlank).validate_python(value)


@pytest.mark.parametrize(
    ("least", "good", "bad"),
    [(1, [" a", "a"], ["", " "]), (2, ["ab", " a b"], ["  a "]), (4, ["a  d"], ["  cd  "])],
)
def test_the_document_says_that_white_space_around_a_text_is_not_counted(
    least: int, good: list[str], bad: list[str]
) -> None:
    kind: TypeAdapter[str] = TypeAdapter(Annotated[NonBlank, Field(min_length=least)])
    shown = kind.json_schema()

    assert shown["minLength"] == least
    assert all(re.search(shown["pattern"], value) for value in good)
    assert not any(re.search(shown["pattern"], value) for value in bad)
    assert [kind.validate_python(value) for value in good] == [value.strip() for value in good]
    for value in bad:
        with pytest.raises(ValidationError, match="at least"):
            kind.validate_python(value)


@pytest.mark.parametrize("kind", [Reference, Int32, Int64, Float64])
@pytest.mark.parametrize("value", ["1", True])
def test_only_a_number_is_a_number(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError, match="valid"):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("kind", [Day, Moment, NaiveTime])
@pytest.mark.parametrize("value", [0, 1.5, "0", "-86400", " 1.5", 10**400])
def test_a_number_is_no_day_and_no_time(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError, match="ISO 8601"):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize("value", ["1E+2", " 1", "1_0", "+1", ".5", "1.", "1.000", "\u0663"])
def test_a_decimal_is_written_as_the_document_says(value: str) -> None:
    with pytest.raises(ValidationError, match="must match"):
        price.validate_python(value)


@pytest.mark.parametrize("value", ["1", "-1", "1.000"])
def test_a_decimal_without_whole_digits_is_below_one(value: str) -> None:
    share: TypeAdapter[Decimal] = TypeAdapter(Annotated[Decimal, Numeric(3, 3)])

    assert str(share.validate_python("0")) == "0.000"
    with pytest.raises(ValidationError, match="3 digits"):
        share.validate_python(value)


@pytest.mark.parametrize("value", ["2026-01-31T00:00:00", "2026-01-31T00:00Z", "2026-01-31 00:00"])
def test_a_day_has_no_time(value: str) -> None:
    with pytest.raises(ValidationError, match="a day alone"):
        TypeAdapter(Day).validate_python(value)


@pytest.mark.parametrize("port", ["65536", "a"])
def test_a_url_has_a_port_that_there_can_be(port: str) -> None:
    with pytest.raises(ValidationError, match="port"):
        TypeAdapter(Url).validate_python(f"https://example.com:{port}")


def test_the_document_says_which_characters_are_white_space() -> None:
    text = TypeAdapter(NonBlank)
    pattern = re.compile(text.json_schema()["pattern"])

    for character in map(chr, (*range(0xD800), *range(0xE000, 0x10000))):
        try:
            is_taken = bool(text.validate_python(character))
        except ValidationError:
            is_taken = False
        assert is_taken == bool(pattern.search(character)), ascii(character)


@pytest.mark.parametrize("value", ["Ada <ada@example.com>", "ada@example.com ada@example.com"])
def test_an_email_address_stands_alone(value: str) -> None:
    with pytest.raises(ValidationError, match="an address alone"):
        TypeAdapter(Email).validate_python(value)


def test_spaces_around_an_email_address_are_dropped() -> None:
    assert TypeAdapter(Email).validate_python(" ada@example.com ") == "ada@example.com"


@pytest.mark.parametrize(("kind", "bits"), [(Id, 63), (Reference, 63), (Int64, 63), (Int32, 31)])
def test_an_integer_ends_where_its_column_does(kind: Any, bits: int) -> None:
    integer: TypeAdapter[int] = TypeAdapter(kind)

    assert integer.validate_python(2**bits - 1) == 2**bits - 1
    with pytest.raises(ValidationError, match="less than"):
        integer.validate_python(2**bits)


def described(kind: Any) -> Any:
    return TypeAdapter(kind).json_schema()


class TestDescriptions:
    """What clients are told in the OpenAPI document."""

    @pytest.mark.parametrize(
        ("precision", "scale", "pattern"),
        [
            (10, 2, r"^-?(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$"),
            (3, 3, r"^-?0(\.[0-9]{1,3})?$"),
            (5, 0, "^-?(0|[1-9][0-9]{0,4})$"),
            (1, 0, "^-?(0|[1-9])$"),
        ],
    )
    def test_a_decimal_has_its_digits(self, precision: int, scale: int, pattern: str) -> None:
        number, text = described(Annotated[Decimal, Numeric(precision, scale)])["anyOf"]

        assert text == {"type": "string", "pattern": pattern}
        assert number["exclusiveMaximum"] == 10 ** (precision - scale)
        assert number["multipleOf"] == 10**-scale

    def test_a_decimal_that_cannot_be_below_zero_has_no_minus(self) -> None:
        number, text = described(Annotated[Decimal, Field(ge=0), Numeric(10, 2)])["anyOf"]

        assert text["pattern"] == r"^(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$"
        assert number["minimum"] == 0

    def test_an_answered_decimal_is_text(self) -> None:
        price = TypeAdapter(Annotated[Decimal, Numeric(10, 2)])

        assert price.json_schema(mode="serialization") == {"type": "string"}

    @pytest.mark.parametrize(
        ("kind", "valid", "invalid"),
        [
            (
                NaiveTime,
                ["09:30", "23:59:59.123456"],
                ["9:30", "24:00", "09:30Z", "09:30:00+01:00", "09:30:00,5", "09:30:00.1234567"],
            ),
            (Base64, ["", "YQ==", "YWI=", "YWJj"], ["Y", "YQ", "YQ=", "Y-_=", " YQ=="]),
            (Slug, ["a", "a-1"], ["", "A", "a--b", "-a", " a", "\u00e4"]),
            (
                Url,
                [
                    *(
                        "http://a",
                        "https://ada:secret@example.com:8000/a|b?c=d'e#f",
                        "http://[::1]",
                    ),
                    *("https://caf\u00e9.example/\u4e2d\u6587", "http://localhost:3000"),
                ],
                [
                    *(
                        "ht\ntp://a",
                        "http:evil.example",
                        "http:/a",
                        "http:///a",
                        "HTTP://a",
                        "http://",
                    ),
                    *("http://a\r\nSet-Cookie: b=c", "http://a/b\tc", "http://a b", "http://a/ b"),
                    *(" http://a", "http://a ", "http://a\\b", "http:\\\\a", "javascript:alert(1)"),
                    *('http://a/"b', "http://a/<b>", "http://a\u200bb", "http://a/\u202e", ""),
                ],
            ),
        ],
    )
    def test_a_pattern_says_what_is_accepted(
        self, kind: Any, valid: list[str], invalid: list[str]
    ) -> None:
        pattern, adapter = described(kind)["pattern"], TypeAdapter(kind)

        assert all(re.search(pattern, value) for value in valid)
        assert not any(re.search(pattern, value) for value in invalid)
        for value in valid:
            adapter.validate_python(value)
        for value in invalid:
            with pytest.raises(ValidationError):
                adapter.validate_python(value)
