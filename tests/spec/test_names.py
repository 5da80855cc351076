from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.names import Noun, default_table_name, pascal_case, snake_case

Refused = Callable[..., UsageError]


@pytest.mark.parametrize(
    "text", ["OrderItem", "orderItem", "order_item", "order-item", "ORDER_ITEM"]
)
def test_every_spelling_gives_the_same_noun(text: str) -> None:
    assert Noun.parse(text) == Noun("OrderItem", "order_item", "order_items")


def test_a_noun_has_the_forms_for_urls_and_prose() -> None:
    noun = Noun.parse("OrderItem")

    assert (noun.path, noun.human, noun.human_plural) == (
        "order-items",
        "order item",
        "order items",
    )


@pytest.mark.parametrize(
    ("text", "class_name", "singular"),
    [
        ("APIKey", "APIKey", "api_key"),
        ("HTTPLog2", "HTTPLog2", "http_log2"),
        ("api-key", "ApiKey", "api_key"),
        ("FAQ", "FAQ", "faq"),
        ("SMS", "SMS", "sms"),
        ("order_2", "Order2", "order2"),
    ],
)
def test_acronyms_and_digits_stay_whole(text: str, class_name: str, singular: str) -> None:
    noun = Noun.parse(text)

    assert (noun.class_name, noun.singular) == (class_name, singular)


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("SalesPerson", "sales_people"),
        ("Series", "series"),
        ("TVSeries", "tv_series"),
        ("CategoryStatus", "category_statuses"),
        ("Datum", "data"),
    ],
)
def test_the_last_word_takes_the_plural(text: str, plural: str) -> None:
    assert Noun.parse(text).plural == plural


@pytest.mark.parametrize("plural", ["formulae", "Formulae"])
def test_a_plural_can_be_given(plural: str) -> None:
    assert Noun.parse("Formula", plural).plural == "formulae"


@pytest.mark.parametrize(
    ("plural", "read"),
    [("OrderLines", "order_lines"), ("order-lines", "order_lines"), ("URLs", "urls")],
)
def test_a_given_plural_has_any_spelling(plural: str, read: str) -> None:
    assert Noun.parse("OrderItem", plural).plural == read


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Todos", "Todo"),
        ("order_items", "OrderItem"),
        ("People", "Person"),
        ("Categories", "Category"),
        ("URLs", "URL"),
        ("Lists", "TodoList"),
    ],
)
def test_a_plural_is_refused_for_its_singular(text: str, proposal: str, refused: Refused) -> None:
    error = refused(Noun.parse, text)

    assert "plural" in error.message
    assert f"did you mean {proposal}?" in error.hint


def test_a_given_plural_says_that_the_name_is_a_singular() -> None:
    assert Noun.parse("Media", "media") == Noun("Media", "media", "media")


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Café", "Cafe"),
        ("order item", "OrderItem"),
        ("order.item", "OrderItem"),
        ("_todo", "Todo"),
        ("order__item", "OrderItem"),
        ("Todo!", "Todo"),
    ],
)
def test_a_misspelled_name_is_refused_for_a_near_one(
    text: str, proposal: str, refused: Refused
) -> None:
    assert f"did you mean {proposal}?" in refused(Noun.parse, text).hint


@pytest.mark.parametrize("text", ["", "注文", "🦊", "-", "\n"])
def test_a_name_without_latin_letters_is_refused(text: str, refused: Refused) -> None:
    assert "is not a name" in refused(Noun.parse, text).message


def test_a_name_starts_with_a_letter(refused: Refused) -> None:
    assert "start with a letter" in refused(Noun.parse, "3DModel").hint


def test_a_name_of_40_characters_fits() -> None:
    assert Noun.parse("a" * 40, "b" * 40)


@pytest.mark.parametrize("names", [("a" * 41, "b"), ("a", "b" * 41)])
def test_a_longer_name_does_not(names: tuple[str, str], refused: Refused) -> None:
    assert "has 41 characters" in refused(Noun.parse, *names).message


@pytest.mark.parametrize(
    ("text", "reason", "proposal"),
    [
        ("List", "a Python builtin", "TodoList"),
        ("class", "a Python keyword", "SchoolClass"),
        ("session", "the project itself", "TrainingSession"),
        ("STATUS", "the project imports", "OrderStatus"),
        ("base-model", "the project imports", "CustomBaseModel"),
        ("Metadata", "every SQLAlchemy model", "CustomMetadata"),
        ("Data", "a parameter", "SensorReading"),
    ],
)
def test_a_taken_name_is_refused_for_another(
    text: str, reason: str, proposal: str, refused: Refused
) -> None:
    error = refused(Noun.parse, text)

    assert reason in error.message
    assert proposal in error.hint


def test_a_plural_that_sql_reserves_is_refused(refused: Refused) -> None:
    error = refused(Noun.parse, "Reference")

    assert "'references'" in error.message
    assert "--plural" in error.hint


def test_a_singular_that_sql_reserves_is_fine() -> None:
    assert Noun.parse("Order").plural == "orders"


@pytest.mark.parametrize(
    ("class_name", "table"),
    [
        ("OrderItem", "order_items"),
        ("City", "cities"),
        ("Day", "days"),
        ("Box", "boxes"),
        ("Person", "persons"),
        ("APIKey", "api_keys"),
    ],
)
def test_the_default_table_knows_the_regular_plural_only(class_name: str, table: str) -> None:
    assert default_table_name(class_name) == table


def read(text: str, plural: str | None) -> Noun | UsageError:
    try:
        return Noun.parse(text, plural)
    except UsageError as error:
        return error


@given(st.text() | st.from_regex(r"\A[A-Za-z0-9_-]{1,45}\Z"), st.none() | st.text(max_size=5))
def test_any_text_is_a_noun_or_an_error_with_a_hint(text: str, plural: str | None) -> None:
    outcome = read(text, plural)

    if isinstance(outcome, Noun):
        assert outcome.class_name.isidentifier()
        assert outcome.singular.isidentifier()
        assert outcome.plural.isidentifier()
    else:
        assert outcome.hint


# Short enough that a name of capitals alone, which are a word each, is no longer than names may be.
@given(st.from_regex(r"\A[A-Za-z]{1,4}([_-][A-Za-z0-9]{1,4}){0,2}\Z"))
def test_the_class_name_stands_for_the_noun(text: str) -> None:
    noun = Noun.parse(f"{text}Thing")

    assert Noun.parse(noun.class_name) == noun


@given(st.from_regex(r"\A[A-Za-z][A-Za-z0-9]{0,20}\Z"))
def test_snake_case_is_stable(text: str) -> None:
    assert snake_case(snake_case(text)) == snake_case(text)


def test_pascal_case_keeps_acronyms() -> None:
    assert pascal_case("API-key") == "APIKey"
