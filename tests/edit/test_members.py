"""Adding an attribute to classes of every shape that users give them."""

import ast
from collections.abc import Callable
from textwrap import dedent

import pytest

from fastapi_backend_builder.edit import AlreadyThere, Applied, Cannot, Outcome, add_member

BOOKS = 'books: Mapped[list["Book"]] = relationship(lazy="raise")'
RELATIONSHIP = "from sqlalchemy.orm import relationship"
BOOK = "from app.models.book import Book"


def add(source: bytes, member: str = BOOKS, *, imports: bool = True) -> Outcome:
    return add_member(
        source,
        class_name="Author",
        member=member,
        package="app.models",
        imports=[RELATIONSHIP] if imports else [],
        types=[BOOK] if imports else [],
    )


def added(source: str, member: str = BOOKS, *, imports: bool = False) -> str:
    outcome = add(dedent(source).encode(), member, imports=imports)
    assert isinstance(outcome, Applied), outcome
    return outcome.source.decode()


BODIES = {
    "below the columns, above the methods": (
        """\
        class Author(BaseModel):
            name: Mapped[str]  # as printed
            # born: Mapped[date]

            @property
            def books_count(self) -> int:
                return 0
        """,
        """\
        class Author(BaseModel):
            name: Mapped[str]  # as printed
            # born: Mapped[date]

            BOOKS

            @property
            def books_count(self) -> int:
                return 0
        """,
    ),
    "below the last relationship": (
        """\
        class Author(BaseModel):
            country: Mapped["Country"] = orm.relationship(
                lazy="raise",
            )
            name: Mapped[str]
        """,
        """\
        class Author(BaseModel):
            country: Mapped["Country"] = orm.relationship(
                lazy="raise",
            )
            BOOKS
            name: Mapped[str]
        """,
    ),
    "below the comments that end the class": (
        """\
        class Author(BaseModel):
            name = Column(String)
            # the end

        x = 1
        """,
        """\
        class Author(BaseModel):
            name = Column(String)
            # the end

            BOOKS

        x = 1
        """,
    ),
    "what follows is apart too": (
        """\
        class Author(BaseModel):
            name: Mapped[str]
            def f(self): ...
        """,
        """\
        class Author(BaseModel):
            name: Mapped[str]

            BOOKS

            def f(self): ...
        """,
    ),
    "no column, but the name of the table": (
        """\
        class Author(BaseModel):
            __tablename__ = "authors"
        """,
        """\
        class Author(BaseModel):
            __tablename__ = "authors"

            BOOKS
        """,
    ),
    "a docstring alone": (
        '''\
        class Author(BaseModel):
            """Who writes."""


        x = 1
        ''',
        '''\
        class Author(BaseModel):
            """Who writes."""

            BOOKS


        x = 1
        ''',
    ),
    "in the place of pass": (
        """\
        @final
        class Author(BaseModel):  # empty
            pass  # yet
        """,
        """\
        @final
        class Author(BaseModel):  # empty
            BOOKS  # yet
        """,
    ),
    "in the place of dots below a docstring": (
        '''\
        class Author(BaseModel):
            """Who writes."""

            ...
        ''',
        '''\
        class Author(BaseModel):
            """Who writes."""

            BOOKS
        ''',
    ),
    "methods alone": (
        """\
        class Author(BaseModel):

            # why
            @property
            def name(self): ...
        """,
        """\
        class Author(BaseModel):
            BOOKS


            # why
            @property
            def name(self): ...
        """,
    ),
}


@pytest.mark.parametrize(("before", "after"), BODIES.values(), ids=BODIES)
def test_a_relationship_goes_to_its_place(before: str, after: str) -> None:
    assert added(before) == dedent(after).replace("BOOKS", BOOKS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'class Author(StrEnum):\n    A = "a"\n\n    def f(self): ...\n',
            'class Author(StrEnum):\n    A = "a"\n    B = "b"\n\n    def f(self): ...\n',
        ),
        (
            'class Author(StrEnum):\n    A = "a"; C = 1',
            'class Author(StrEnum):\n    A = "a"; C = 1\n    B = "b"',
        ),
    ],
)
def test_a_member_of_an_enum_goes_below_the_last(before: str, after: str) -> None:
    assert added(before, 'B = "b"') == after


def test_several_lines_are_indented_as_the_file_is() -> None:
    before = "class Author(Base):\n\tname: Mapped[str]\n"

    after = added(before, "books: Mapped[int] = relationship(\n    lazy=1,\n)")

    assert after == before + "\n\tbooks: Mapped[int] = relationship(\n\t\tlazy=1,\n\t)\n"


CLASS = (
    '\n\nclass Author(BaseModel):\n    books: Mapped[list["Book"]] = relationship(lazy="raise")\n'
)
IMPORTS = {
    "all are new": (
        "from datetime import date\n\nfrom app.models.base import BaseModel\n",
        "from datetime import date\nfrom typing import TYPE_CHECKING\n\n"
        "from sqlalchemy.orm import relationship\n\nfrom app.models.base import BaseModel\n\n"
        "if TYPE_CHECKING:\n    from app.models.book import Book\n",
    ),
    "more of the same modules": (
        "from typing import Any, ClassVar\n\nfrom sqlalchemy.orm import Mapped, validates\n",
        "from typing import TYPE_CHECKING, Any, ClassVar\n\n"
        "from sqlalchemy.orm import Mapped, relationship, validates\n\n"
        "if TYPE_CHECKING:\n    from app.models.book import Book\n",
    ),
    "a block is there": (
        "import typing\n\nfrom sqlalchemy.orm import relationship\n\n"
        "if typing.TYPE_CHECKING:\n    from app.models.author import A\n"
        "    from app.models.tag import Tag  # why\n    # the end\n",
        "import typing\n\nfrom sqlalchemy.orm import relationship\n\n"
        "if typing.TYPE_CHECKING:\n    from app.models.author import A\n"
        "    from app.models.book import Book\n"
        "    from app.models.tag import Tag  # why\n    # the end\n",
    ),
    "an import in the block takes the name": (
        "from typing import TYPE_CHECKING\nfrom sqlalchemy.orm import relationship\n"
        "if TYPE_CHECKING:\n    from .book import Binding\n",
        "from typing import TYPE_CHECKING\nfrom sqlalchemy.orm import relationship\n"
        "if TYPE_CHECKING:\n    from .book import Binding, Book\n",
    ),
    "relative ones are understood": (
        f"from enum import *\n{RELATIONSHIP}\nfrom .book import Book\n",
        f"from enum import *\n{RELATIONSHIP}\nfrom .book import Book\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), IMPORTS.values(), ids=IMPORTS)
def test_what_is_not_imported_yet_is(before: str, after: str) -> None:
    member = CLASS.replace(BOOKS, "name: Mapped[str]")

    assert added(before + member, imports=True) == after + member + f"\n    {BOOKS}\n"


def test_a_long_import_is_wrapped() -> None:
    outcome = add_member(
        b"from app.models.base import BaseModel\n\n\nclass A(BaseModel):\n    x: Mapped[int]\n",
        class_name="A",
        member=BOOKS,
        package="app.models",
        types=[BOOK],
        line_length=35,
    )

    assert isinstance(outcome, Applied)
    assert b"    from app.models.book import (\n        Book,\n    )\n" in outcome.source


SOURCE = (
    b"from app.models.base import BaseModel\n" + CLASS.replace(BOOKS, "a: Mapped[int]").encode()
)


@pytest.mark.parametrize(
    "change",
    [
        lambda source: source.replace(b"\n", b"\r\n"),
        lambda source: b"\xef\xbb\xbf" + source,
        lambda source: source.replace(b"    ", b"\t"),
        lambda source: source.rstrip(b"\n"),
        lambda source: source.replace(b"\n\n\nclass", b"\n\n\n\f\nclass"),
    ],
    ids=["crlf", "bom", "tabs", "no last newline", "form feed"],
)
def test_the_other_bytes_stay(change: Callable[[bytes], bytes]) -> None:
    outcome, plain = add(change(SOURCE)), add(SOURCE)

    assert isinstance(plain, Applied)
    assert outcome == Applied(change(plain.source))


@pytest.mark.parametrize(
    "source",
    [SOURCE, *(dedent(before).encode() for before, _ in BODIES.values() if "x = " not in before)],
)
def test_a_second_time_there_is_nothing_to_do(source: bytes) -> None:
    first = add(b"import enum\n\n" + source)

    assert isinstance(first, Applied)
    assert ast.parse(first.source)
    assert add(first.source) == AlreadyThere()


def test_another_layout_is_the_same() -> None:
    source = SOURCE + b"    books: 'Mapped' = 1\n"
    same = "books: Mapped[list['Book']] = relationship(\n        lazy='raise'\n    )"

    assert add(source.replace(b"books: 'Mapped' = 1", same.encode()), imports=False) == (
        AlreadyThere()
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("class Author(", "line 1 does not parse"),
        ("x = 1\n", "Author is not in this file"),
        (
            "from .author import Author\n",
            "Author is not made by a class statement at the top level",
        ),
        ("Author = make()\n", "Author is not made by a class statement at the top level"),
        (
            "if x:\n    class Author: ...\n",
            "Author is not made by a class statement at the top level",
        ),
        ("class Author: ...\n\nAuthor = wrap(Author)\n", "Author is defined more than once"),
        ("class Author: a = 1\n", "the whole of Author stands on one line"),
        ("class Author:\n    def books(self): ...\n", "Author has another books already"),
        ("class Author:\n    if x:\n        books = 1\n", "Author has another books already"),
        ("class Author:\n    a, books = 1, 2\n", "Author has another books already"),
        (
            "def relationship(): ...\nclass Author:\n    a = 1\n",
            "relationship means something else there",
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from x import Book\n"
            "class Author:\n    a = 1\n",
            "Book means something else there",
        ),
    ],
)
def test_what_is_unclear_is_left_to_a_person(source: str, reason: str) -> None:
    outcome = add(source.encode())

    assert isinstance(outcome, Cannot)
    assert outcome.reason == reason
    assert outcome.snippet == (
        f"from typing import TYPE_CHECKING\n{RELATIONSHIP}\n\nif TYPE_CHECKING:\n    {BOOK}\n\n"
        f"class Author(...):\n    ...\n    {BOOKS}\n"
    )


def test_an_import_below_the_class_is_too_late_for_it() -> None:
    source = f"class Author(BaseModel):\n    name: Mapped[str]\n\n\n{RELATIONSHIP}\n"

    after = added(source, imports=True)

    assert after.index(RELATIONSHIP) < after.index("class Author") < after.rindex(RELATIONSHIP)
    assert add(after.encode()) == AlreadyThere()


@pytest.mark.parametrize(
    "head",
    [
        "class Author(MappedAsDataclass, BaseModel):",
        "class Author(orm.MappedAsDataclass, BaseModel, kw_only=True):",
        "@registry.mapped_as_dataclass(kw_only=True)\nclass Author:",
    ],
)
def test_a_dataclass_is_left_to_a_person(head: str) -> None:
    outcome = add(f"import x\n\n\n{head}\n    name: Mapped[str]\n".encode())

    assert isinstance(outcome, Cannot)
    assert "dataclass" in outcome.reason


def test_a_name_that_is_bound_inside_an_expression_is_taken() -> None:
    outcome = add(b"class Author(BaseModel):\n    size = (books := 3)\n", imports=False)

    assert isinstance(outcome, Cannot)
