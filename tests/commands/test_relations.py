"""The other sides of relations, in models that people have worked on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commands.test_add_resource import snapshot

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.spec.names import snake_case

Run = Callable[..., object]

USER = "app/models/user.py"
BOOK = "app/models/book.py"


def shown(project: Path, path: str) -> str:
    """A file, with what is wrapped on one line."""
    return " ".join((project / path).read_text().split()).replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize(
    ("field", "near", "far"),
    [
        (
            "author:ref=User",
            'author: Mapped["User"] = relationship(back_populates="books", lazy="raise")',
            'books: Mapped[list["Book"]] = relationship('
            'back_populates="author", lazy="raise", passive_deletes="all")',
        ),
        (
            "reader:ref=User:unique:optional",
            'reader: Mapped["User | None"] = relationship(back_populates="book", lazy="raise")',
            'book: Mapped["Book | None"] = relationship('
            'back_populates="reader", lazy="raise", passive_deletes="all")',
        ),
        (
            "author:ref=User:as=written_books",
            'relationship(back_populates="written_books", lazy="raise")',
            'written_books: Mapped[list["Book"]] = relationship(back_populates="author",',
        ),
    ],
    ids=["many", "one", "named"],
)
def test_a_relation_has_two_sides(add: Run, project: Path, field: str, near: str, far: str) -> None:
    add("Book", "title:str", field)

    assert near in shown(project, BOOK)
    assert far in shown(project, USER)
    assert "if TYPE_CHECKING: from app.models.book import Book" in shown(project, USER)


@pytest.mark.parametrize(
    ("field", "far"),
    [
        ("parent:ref=self:optional", 'children: Mapped[list["Book"]]'),
        ("sequel:ref=self:optional:unique", 'book: Mapped["Book | None"]'),
        ("origin:ref=self:optional:as=copies", 'copies: Mapped[list["Book"]]'),
    ],
)
def test_both_sides_can_be_in_one_model(add: Run, project: Path, field: str, far: str) -> None:
    add("Book", "title:str", field)

    assert far in shown(project, BOOK)


def test_several_relations_within_one_model_say_it_too(add: Run, project: Path) -> None:
    add("Book", "title:str", "parent:ref=self:optional", "origin:ref=Book:optional:as=copies")

    assert 'remote_side="Book.id", foreign_keys=[origin_id]' in shown(project, BOOK)
    assert 'foreign_keys="Book.parent_id", back_populates="parent"' in shown(project, BOOK)


def test_several_relations_to_one_model_say_which_column_they_are_of(
    add: Run, project: Path
) -> None:
    add("Book", "title:str", "author:ref=User", "editor:ref=User:as=edited_books")

    assert 'relationship(foreign_keys=[editor_id], back_populates="edited_books"' in shown(
        project, BOOK
    )
    assert 'relationship(foreign_keys="Book.editor_id", back_populates="editor"' in shown(
        project, USER
    )


def test_links_have_a_table_between_two_models(add: Run, project: Path) -> None:
    add("Book", "title:str", "readers:many=User:as=read_books")

    assert (
        'book_readers = Table("book_readers", BaseModel.metadata, '
        'Column("book_id", ForeignKey("books.id", ondelete="CASCADE"), primary_key=True), '
        'Column("reader_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True,'
    ) in shown(project, BOOK)
    assert 'relationship(secondary=book_readers, back_populates="read_books",' in shown(
        project, BOOK
    )
    assert 'read_books: Mapped[list["Book"]] = relationship(secondary="book_readers",' in shown(
        project, USER
    )
    assert "links = Links(reader_ids=Book.readers)" in shown(project, "app/services/book.py")


BOOK_WITH_TAGS = ("Book", "title:str", "tags:many=User")


def test_a_model_has_no_table_that_is_one_of_links_already(add: Run, project: Path) -> None:
    add(*BOOK_WITH_TAGS)
    before = snapshot(project)

    result = add("BookTag", "name:str")

    assert result.exit_code == ExitCode.CONFLICT
    assert "book_tags" in result.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("taken", "added", "table"),
    [
        ("BookTag name:str", "Book title:str tags:many=User", "book_tag_links"),
        (
            "Book title:str page_tags:many=User",
            *("BookPage title:str tags:many=User", "book_page_tag_links"),
        ),
    ],
    ids=["model", "links"],
)
def test_links_step_aside_where_their_table_is_anothers(
    add: Run, project: Path, taken: str, added: str, table: str
) -> None:
    add(*taken.split())

    assert add(*added.split()).exit_code == ExitCode.OK

    name = snake_case(added.split(maxsplit=1)[0])
    assert f'{table} = Table("{table}", BaseModel' in shown(project, f"app/models/{name}.py")
    assert f'secondary="{table}"' in shown(project, USER)
    assert add(*added.split()).stderr == "Nothing to do.\n"


def test_links_step_aside_for_a_model_that_is_asked_for_with_them(
    add: Run, project: Path, tmp_path: Path
) -> None:
    request = tmp_path / "books.yaml"
    request.write_text(
        "resources:\n"
        "- {name: Book, fields: [title:str, tags:many=User]}\n"
        "- {name: BookTag, fields: [book:ref=Book, weight:int]}\n"
    )

    assert add("--from", request).exit_code == ExitCode.OK
    assert "book_tag_links" in shown(project, BOOK)
    assert "BookTag" in shown(project, "app/models/book_tag.py")
    assert add("--from", request).stderr == "Nothing to do.\n"


def test_one_of_many_is_called_as_the_project_calls_it(add: Run, project: Path) -> None:
    add("Leave", "day:date", "--plural", "absences")

    add("Book", "title:str", "absences:many=Leave")

    assert "leave_ids: References" in shown(project, "app/schemas/book.py")
    assert 'Column("leave_id", ForeignKey("absences.id"' in shown(project, BOOK)


def test_a_second_time_there_is_nothing_to_do(add: Run) -> None:
    book = ("Book", "title:str", "author:ref=Author", "tags:many=Author:as=tagged_books")
    add("Author", "name:str", "mentor:ref=self:optional")
    add(*book)

    assert add(*book).stderr == "Nothing to do.\n"
    assert add("Author", "name:str", "mentor:ref=self:optional").stderr == "Nothing to do.\n"


def test_a_side_that_was_reshaped_is_there(add: Run, project: Path) -> None:
    add("Book", "title:str", "author:ref=User")
    user = project / USER
    user.write_text(user.read_text().replace('passive_deletes="all"', 'order_by="Book.title"'))

    assert add("Book", "title:str", "author:ref=User").stderr == "Nothing to do.\n"


def test_a_model_that_others_refer_to_is_still_told_from_another(add: Run) -> None:
    add("Author", "name:str")
    add("Book", "title:str", "author:ref=Author")

    assert add("Author", "name:str:max=9").exit_code == ExitCode.CONFLICT


def test_undo_restores_every_byte(add: Run, run: Run, project: Path) -> None:
    user = project / USER
    user.write_bytes(user.read_bytes().replace(b"\n", b"\r\n").rstrip())
    before = snapshot(project)
    add("Book", "title:str", "author:ref=User")
    assert snapshot(project)[USER] != before[USER]

    run("undo", "-C", project)

    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("fields", "problem", "proposal"),
    [
        (
            ["author:ref=User", "editor:ref=User"],
            "would be called 'books' in User, as 'author:ref=User' is",
            "editor:ref=User:as=editor_books",
        ),
        (["books:int", "sequel:ref=self:optional"], "as 'books:int' is", "as=sequel_books"),
        (["a:ref=User:as=email"], "User has something else called 'email'", "as=related_email"),
        (["a:ref=User:as=created_at"], "'created_at' is a column", "choose another name"),
    ],
)
def test_a_name_that_is_taken_is_refused_with_a_proposal(
    add: Run, project: Path, fields: list[str], problem: str, proposal: str
) -> None:
    before = snapshot(project)

    result = add("Book", *fields)

    assert result.exit_code == ExitCode.USAGE
    assert problem in result.stderr
    assert proposal in result.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((USER, "class Role(", "def (\n\n\nclass Role("), "does not parse"),
        ((USER, "class Role(", "Book = int\n\n\nclass Role("), "Book means something else there"),
        (
            ("app/models/__init__.py", "iter_modules", "walk_modules"),
            "app.models does not import every model by itself",
        ),
    ],
)
def test_a_side_that_cannot_be_added_is_a_manual_step_and_not_counted_on(
    add: Run, project: Path, change: tuple[str, str, str], reason: str
) -> None:
    path, old, new = change
    file = project / path
    file.write_text(file.read_text().replace(old, new))
    before = snapshot(project)[USER]

    result = add("Book", "title:str", "author:ref=User")

    assert result.exit_code == ExitCode.MANUAL
    assert snapshot(project)[USER] == before
    assert reason in result.stderr
    assert 'wants back_populates="books" in app/models/book.py' in result.stderr
    assert 'books: Mapped[list["Book"]] = relationship(' in result.stderr
    assert 'author: Mapped["User"] = relationship(lazy="raise")' in shown(project, BOOK)
