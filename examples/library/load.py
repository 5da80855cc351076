"""Loads the library into a backend that has the resources Author and Book.

To be run in the folder of the backend: PYTHONPATH=. python .../examples/library/load.py
"""

import csv
from pathlib import Path

from app.config import get_settings
from app.db.session import Database
from app.models.author import Author
from app.models.book import Book

LIBRARY = Path(__file__).parent
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (LIBRARY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def year(text: str) -> int | None:
    return int(text) if text else None


def make_author(row: Row) -> Author:
    return Author(
        name=row["name"], born=year(row["born"]), died=year(row["died"]), country=row["country"]
    )


def make_book(row: Row, author: Author) -> Book:
    return Book(
        title=row["title"],
        author=author,
        year=int(row["year"]),
        language=row["language"],
        pages=int(row["pages"]),
    )


def main() -> None:
    authors = {row["name"]: make_author(row) for row in read("authors.csv")}
    books = [make_book(row, authors[row["author"]]) for row in read("books.csv")]
    with Database(get_settings()).session() as db:
        db.add_all([*authors.values(), *books])
        db.commit()
    print(f"Loaded {len(authors)} authors and {len(books)} books")


if __name__ == "__main__":
    main()
