"""What is edited without a syntax tree comes out as with one, or is left to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_backend_builder.edit import members
from fastapi_backend_builder.edit.addition import Addition
from fastapi_backend_builder.edit.plain_members import add_plainly

BOOK = "from app.models.book import Book"
RELATION = (
    'books: Mapped[list["Book"]] = relationship(\n    back_populates="author", lazy="raise"\n)'
)
OTHER_SIDE = RELATION.replace('="raise"', '="raise", passive_deletes="all"')
RELATED = [f"from sqlalchemy.orm import {name}" for name in ("Mapped", "relationship")]

TOPS = (
    "",
    '"""Authors."""\n\n',
    "# A licence.\n\n",
    "# On the import.\n",
    "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\n",
    "from __future__ import annotations\n\n",
)
STANDARD = (
    "",
    "from datetime import datetime\n",
    "from typing import Any\n",
    "from typing import TYPE_CHECKING\n",
    "import typing\n",
    "import zlib  # last\n",
    "from datetime import (\n    date,\n    datetime,\n)\nfrom typing import TYPE_CHECKING, Any\n",
)
ORM = (
    "from sqlalchemy.orm import Mapped\n",
    "from sqlalchemy.orm import Mapped, mapped_column\n",
    "from sqlalchemy.orm import Mapped, mapped_column, relationship\n",
    "from sqlalchemy.orm import Mapped, mapped_column  # as usual\n",
    "from sqlalchemy.orm import mapped_column, Mapped\n",
    "from sqlalchemy.orm import Mapped as M, mapped_column\n",
    "from sqlalchemy.orm import (\n    Mapped,\n    mapped_column,\n)\n",
    "from sqlalchemy.orm import (Mapped,\n    mapped_column)\n",
    "from sqlalchemy import orm\n",
    "from sqlalchemy.orm import *\n",
    "from sqlalchemy.orm import Mapped, deferred, mapped_column, query_expression, registry\n",
)
OWN = (
    "\nfrom app.models.base import BaseModel\n",
    "\nfrom app.models.base import BaseModel\nfrom app.models.book import Book\n",
    "\nfrom app.models.base import BaseModel\n    # indented\n",
    "\nfrom .base import BaseModel\n",
    "\ntry:\n    from app.models.base import BaseModel\nexcept ImportError:\n    raise\n",
    "\nimport app.models.base; BaseModel = app.models.base.BaseModel\n",
    "",
)
BLOCKS = (
    "",
    "\nif TYPE_CHECKING:\n    from app.models.award import Award\n",
    "\nif TYPE_CHECKING:\n    from app.models.zebra import Zebra\n",
    "\nif TYPE_CHECKING:\n    from app.models.book import Book\n",
    "\nif TYPE_CHECKING:\n    from app.models.book import Binding\n",
    "\nif TYPE_CHECKING:\n    from collections.abc import Iterator\n",
    "\nif TYPE_CHECKING:\n    import abc\n\n    from app.models.zebra import Zebra\n",
    "\nif TYPE_CHECKING:\n    from abc import ABC\n\n    from app.models.zebra import Zebra\n",
    "\nif TYPE_CHECKING:\n    # others\n    from app.models.zebra import Zebra\n",
    "\nif TYPE_CHECKING:\n    from app.models.award import Award\n    # others\n",
    "\nif TYPE_CHECKING:\n    from app.models.award import (\n        Award,\n    )\n",
    "\nif TYPE_CHECKING:\n  from app.models.award import Award\n",
    "\nif TYPE_CHECKING:\n    from app.models.award import Award\nelse:\n    Award = None\n",
    "\nif typing.TYPE_CHECKING:\n    from app.models.award import Award\n",
    "\nif TYPE_CHECKING:\n"
    + "".join(f"    from app.models.m{n} import M{n}\n" for n in (1, 2, 3, 10, 11)),
)
BETWEEN = ("", "\nBook = None\n", "\nx = 1\n\n\ndef table(name: str) -> str:\n    return name\n")
HEADS = (
    "class Author(BaseModel):\n",
    "class Author(MappedAsDataclass, BaseModel):\n",
    "@final\nclass Author(BaseModel):\n",
    'class Author(BaseModel):\n    """Writes."""\n\n',
)
MANY = "".join(
    f'    m{n}s: Mapped[list["M{n}"]] = relationship(\n        back_populates="author"\n    )\n'
    for n in (1, 2, 3)
)
SIDES = [
    f'    {name}: Mapped[list["{name.title()}"]] = relationship(\n'
    '        back_populates="author", passive_deletes="all"\n    )\n'
    for name in ("awards", "members", "talks")
]
BODIES = (
    "    name: Mapped[str] = mapped_column(String(9))\n",
    "    name: Mapped[str]  # as printed\n",
    "    name: Mapped[str]\n    # the end\n",
    "    name: Mapped[str]; born: Mapped[date]\n",
    "    # ä\n    name = mapped_column('ä')\n",
    "    __tablename__ = 'people'\n",
    "    books = 1\n",
    "    name: Mapped[str]\n\n" + MANY,
    "    name: Mapped[str]\n\n" + MANY + "    last: Mapped[str]\n",
    "    name: Mapped[str]\n\n" + MANY + "    # below\n",
    '    m: Mapped["M"] = relationship(lazy="raise")\n    n: Mapped["N"] = relationship()\n',
    "    name: Mapped[str]\n\n    def __str__(self) -> str:\n        return self.name\n",
    "    name: Mapped[str]\n    def __str__(self) -> str:\n        return self.name\n",
    "    name: Mapped[str]\n\n" + "".join(SIDES),
    "    name: Mapped[str]\n\n" + SIDES[0],
    "    name: Mapped[str]\n\n" + SIDES[2],
    "    name: Mapped[str]\n\n" + MANY + SIDES[2],
    "    name: Mapped[str]\n\n" + SIDES[1] + MANY,
    "    name: Mapped[str]\n\n" + SIDES[2] + SIDES[1] + SIDES[0],
    "    name: Mapped[str]\n\n    # on\n" + SIDES[1] + "    # below\n",
    "    name: Mapped[str]\n\n" + SIDES[0] + "    # on\n" + SIDES[1] + "    last: Mapped[str]\n",
    "    name: Mapped[str]\n\n" + SIDES[0] + SIDES[1].replace(")\n", ")  # mine\n"),
    "    name: Mapped[str]\n\n" + SIDES[1].replace("back_populates", "  back_populates") + SIDES[2],
    "    pass\n",
    "\tname: Mapped[str]\n",
    "  name: Mapped[str]\n",
)
TAILS = (
    "",
    "\n\nclass Other(BaseModel):\n    pass\n",
    "\n\nclass Author:\n    pass\n",
    "\n\ndef f() -> None:\n    global Book\n    Book = 1\n",
    "\n\nfrom app.models.award import Award\n",
    "\nif (Book := 1):\n    pass\n",
    "# end",
)
PIECES = (TOPS, STANDARD, ORM, OWN, BLOCKS, BETWEEN, HEADS, BODIES, TAILS)
USUAL = tuple(choices[0] for choices in PIECES)


def addition(member: str = RELATION) -> Addition:
    return Addition("Author", member, "app.models", RELATED, [BOOK])


def is_alike(text: str, *, newline: str = "\n", member: str = RELATION) -> bool:
    """Whether the file was edited plainly; an error if not as with a syntax tree."""
    raw = text.replace("\n", newline).encode()
    outcome = add_plainly(raw, addition(member), line_length=88)
    if outcome is not None:
        assert outcome == members.add(raw, addition(member), 88)
    return outcome is not None


ONE_ODD_PIECE = [
    (*USUAL[:place], piece, *USUAL[place + 1 :])
    for place, choices in enumerate(PIECES)
    for piece in choices
]


@pytest.mark.parametrize("member", [RELATION, OTHER_SIDE])
@pytest.mark.parametrize("pieces", ONE_ODD_PIECE)
def test_a_file_with_one_odd_thing_is_edited_alike(pieces: tuple[str, ...], member: str) -> None:
    is_alike("".join(pieces), member=member)


@pytest.mark.parametrize("others", [SIDES, SIDES[:1], SIDES[1:]])
def test_a_relation_among_others_needs_no_syntax_tree(others: list[str]) -> None:
    *start, _, end = USUAL
    body = "    name: Mapped[str]\n\n" + "".join(others)

    assert is_alike("".join([*start, body, end]), member=OTHER_SIDE)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("guard", ["", "from typing import TYPE_CHECKING\n"])
def test_a_usual_file_needs_no_syntax_tree(guard: str, newline: str) -> None:
    top, _, *rest = USUAL
    if guard:
        rest[2] = BLOCKS[-1]
    assert is_alike("".join([top, guard, *rest]), newline=newline)


@given(
    pieces=st.tuples(*map(st.sampled_from, PIECES)),
    newline=st.sampled_from(["\n", "\r\n"]),
    member=st.sampled_from([RELATION, OTHER_SIDE]),
)
def test_a_file_of_odd_things_is_edited_alike(
    pieces: tuple[str, ...], newline: str, member: str
) -> None:
    is_alike("".join(pieces), newline=newline, member=member)
