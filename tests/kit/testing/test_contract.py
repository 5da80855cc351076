"""Which promises a resource makes, and what a broken one says."""

from typing import Any

import pytest
from httpx2 import Request, Response

from kit.testing import Field, Reference, ResourceContract


async def create_book(_: Any, **values: Any) -> Any:
    """A factory that makes nothing."""


class OfBooks(ResourceContract):
    url = "/books"
    factory = create_book
    operations = ("list", "create", "get")
    fields = (Field("title", "a", "b"), Field("year", 1, 2, optional=True))


def promises_of(contract: type[ResourceContract]) -> set[str]:
    """What pytest collects."""
    names = (name for name in dir(contract) if name.startswith("test_"))
    return {name for name in names if callable(getattr(contract, name))}


@pytest.mark.parametrize(
    ("promise", "needs"),
    [
        ("test_what_is_absent_stays", {"operations": ("get", "update")}),
        ("test_deleted_it_is_gone", {"operations": ("delete",)}),
        ("test_restored_it_is_there_again", {"operations": ("delete",), "soft_delete": True}),
        ("test_it_belongs_to_who_made_it", {"owned": True}),
        ("test_many_are_made_in_order", {"bulk": True}),
        ("test_a_file_has_a_line_for_each", {"export": "books"}),
        ("test_what_is_no_uuid_is_refused", {"uuid": True}),
        ("test_everybody_may", {"public": ("list",)}),
        ("test_a_value_that_is_taken_is_a_conflict", {"fields": (Field("a", 1, 2, unique=True),)}),
        ("test_it_is_sorted_up_and_down", {"fields": (Field("a", 1, 2, sortable=True),)}),
        ("test_nobody_sets_a_readonly_field", {"fields": (Field("a", 1, 2, readonly=True),)}),
        ("test_a_private_field_is_kept", {"fields": (Field("a", 1, 2, private=True),)}),
        ("test_a_reference_to_nothing_is_refused", {"fields": (Reference("a", create_book),)}),
    ],
)
def test_a_promise_is_a_test_where_it_applies(promise: str, needs: dict[str, Any]) -> None:
    other = type("OfOthers", (OfBooks,), needs)

    assert promise not in promises_of(OfBooks)
    assert promise in promises_of(other)


def test_none_drops_a_promise_also_for_all_resources_of_a_project() -> None:
    class OfProject(ResourceContract):
        test_it_comes_in_pages = None  # type: ignore[assignment]

    class OfTheirBooks(OfProject, OfBooks):
        pass

    class OfPaged(OfTheirBooks):
        async def test_it_comes_in_pages(self) -> None:  # type: ignore[override]
            """In pages of its own."""

    assert "test_it_comes_in_pages" in promises_of(OfBooks)
    assert "test_it_comes_in_pages" not in promises_of(OfTheirBooks)
    assert "test_it_comes_in_pages" in promises_of(OfPaged)


class Metafunc:
    """What pytest asks about a test."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.ids: list[str] = []

    def parametrize(self, _: str, __: list[Any], *, ids: list[str]) -> None:
        self.ids += ids


def test_a_method_in_place_of_a_promise_has_its_cases() -> None:
    class OfOthers(OfBooks):
        async def test_a_required_field_must_be_there(self, field: Field) -> None:  # type: ignore[override]
            """In a way of its own."""

    metafunc = Metafunc(OfOthers.test_a_required_field_must_be_there)
    OfOthers().pytest_generate_tests(metafunc)  # type: ignore[arg-type]

    assert metafunc.ids == ["title"]


def test_a_broken_promise_says_what_was_sent_and_answered_and_promised() -> None:
    request = Request("PATCH", "http://test/api/v1/books/1", json={"title": None})
    response = Response(200, json={"id": 1}, request=request)

    with pytest.raises(AssertionError) as broken:
        OfBooks().assert_refused(response, "title")

    assert str(broken.value).splitlines() == [
        '200 {"id":1}',
        'was the answer to PATCH http://test/api/v1/books/1 {"title":null}',
        "promised: 422 that names title",
    ]


def test_an_error_that_names_another_field_is_not_what_was_promised() -> None:
    errors = {"errors": [{"field": "year"}]}
    response = Response(422, json=errors, request=Request("POST", "http://test/"))

    with pytest.raises(AssertionError, match="names title"):
        OfBooks().assert_refused(response, "title")
