"""The example data set keeps the promises of its README."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[2] / "examples/library"
HEADERS = {
    "authors.csv": "name,born,died,country",
    "books.csv": "title,author,year,language,pages",
}
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (LIBRARY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def authors() -> list[Row]:
    return rows("authors.csv")


@pytest.fixture(scope="module")
def books() -> list[Row]:
    return rows("books.csv")


def repeated(values: list[object]) -> list[object]:
    return [value for value, times in Counter(values).items() if times > 1]


@pytest.mark.parametrize("name", HEADERS)
class TestFile:
    def test_starts_with_its_header(self, name: str) -> None:
        assert (LIBRARY / name).read_text(encoding="utf-8").startswith(f"{HEADERS[name]}\n")

    def test_has_unix_line_ends_to_the_last(self, name: str) -> None:
        content = (LIBRARY / name).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")

    def test_has_as_many_values_in_every_line_as_in_its_header(self, name: str) -> None:
        columns = HEADERS[name].split(",")
        assert [row for row in rows(name) if list(row) != columns or None in row.values()] == []

    def test_has_no_stray_space(self, name: str) -> None:
        values = [value for row in rows(name) for value in row.values()]
        assert [value for value in values if value != " ".join(value.split())] == []


class TestAuthors:
    def test_number_more_than_a_hundred(self, authors: list[Row]) -> None:
        assert 110 <= len(authors) <= 140

    def test_are_listed_once(self, authors: list[Row]) -> None:
        assert repeated([author["name"] for author in authors]) == []

    def test_all_have_a_name_and_a_country(self, authors: list[Row]) -> None:
        assert [author for author in authors if not (author["name"] and author["country"])] == []

    def test_all_have_written_a_book(self, authors: list[Row], books: list[Row]) -> None:
        assert {author["name"] for author in authors} <= {book["author"] for book in books}

    def test_live_for_ten_to_a_hundred_years(self, authors: list[Row]) -> None:
        known = [author for author in authors if author["born"] and author["died"]]
        ages = {author["name"]: int(author["died"]) - int(author["born"]) for author in known}
        assert {name: age for name, age in ages.items() if not 10 <= age <= 100} == {}


class TestBooks:
    def test_number_more_than_three_hundred(self, books: list[Row]) -> None:
        assert 320 <= len(books) <= 360

    def test_are_listed_once(self, books: list[Row]) -> None:
        assert repeated([(book["title"], book["author"]) for book in books]) == []

    def test_all_have_a_title(self, books: list[Row]) -> None:
        assert [book for book in books if not book["title"]] == []

    def test_are_by_authors_of_the_list(self, authors: list[Row], books: list[Row]) -> None:
        assert {book["author"] for book in books} <= {author["name"] for author in authors}

    def test_appeared_between_800_and_today(self, books: list[Row]) -> None:
        this_year = date.today().year
        assert [book for book in books if not 800 <= int(book["year"]) <= this_year] == []

    def test_appeared_after_their_author_was_born(
        self, authors: list[Row], books: list[Row]
    ) -> None:
        born = {author["name"]: int(author["born"] or 0) for author in authors}
        assert [book for book in books if int(book["year"]) <= born[book["author"]]] == []

    def test_name_their_language_by_a_two_letter_code(self, books: list[Row]) -> None:
        codes = {book["language"] for book in books}
        assert {c for c in codes if not (len(c) == 2 and c.isascii() and c.islower())} == set()

    def test_have_40_to_1500_pages(self, books: list[Row]) -> None:
        assert [book for book in books if not 40 <= int(book["pages"]) <= 1500] == []
