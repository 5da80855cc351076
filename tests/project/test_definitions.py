"""Which names a module binds, and what defines some of them."""

import pytest

from fastapi_backend_builder.project.definitions import bound_names, definitions

MODULE = '''"""About it."""

import os
from typing import Annotated, Any

from app.db import Session, connect as open_session

LIMIT = 10


def get_db(limit: int = LIMIT) -> Session:
    return open_session(limit)


@decorate
async def unrelated() -> Any:
    return os.name


# Why it is so.
Db = Annotated[Session, get_db]
'''


@pytest.mark.parametrize(
    "text",
    [
        "Db = 1",
        "Db: int = 1",
        "a = Db = 1",
        "(a, Db) = 1, 2",
        "class Db: ...",
        "def Db(): ...",
        "async def Db(): ...",
        "import Db.x",
        "import x as Db",
        "from x import y as Db",
        "if x:\n    Db = 1",
        "try:\n    from x import Db\nexcept ImportError:\n    pass",
        "with x as y:\n    def Db(): ...",
        "while x:\n    for Db in y: ...",
        "if TYPE_CHECKING: ...\nelse:\n    Db = 1",
    ],
)
def test_what_binds_a_name_is_seen(text: str) -> None:
    assert "Db" in (bound_names(text) or ())


@pytest.mark.parametrize(
    "text",
    [
        "# Db = 1",
        '"""Db"""',
        "x = Db",
        "def x():\n    Db = 1",
        "class x:\n    Db = 1",
        "if TYPE_CHECKING:\n    from x import Db",
        "if typing.TYPE_CHECKING:\n    from x import Db",
        "from x import Db as y",
        "if x:\n    def y():\n        Db = 1",
        "x = [Db for Db in y]",
    ],
)
def test_what_only_names_it_is_not_taken_for_that(text: str) -> None:
    assert "Db" not in (bound_names(text) or ())


@pytest.mark.parametrize("text", ["from x import *", "def __getattr__(name): ..."])
def test_a_module_may_have_names_that_its_text_does_not_tell(text: str) -> None:
    assert "*" in (bound_names(text) or ())


def test_text_that_does_not_parse_has_no_answer() -> None:
    assert bound_names("class (") is None


def test_a_definition_comes_with_all_it_needs() -> None:
    assert definitions(MODULE, ["Db"], known=set()) == (
        "from typing import Annotated\n"
        "from app.db import Session, connect as open_session\n\n\n"
        "LIMIT = 10\n\n\n"
        "def get_db(limit: int = LIMIT) -> Session:\n    return open_session(limit)\n\n\n"
        "Db = Annotated[Session, get_db]\n"
    )


def test_what_is_known_is_left_out() -> None:
    known = {"Annotated", "Session", "get_db"}

    assert definitions(MODULE, ["Db"], known) == "Db = Annotated[Session, get_db]\n"


def test_a_decorator_belongs_to_its_function() -> None:
    assert "@decorate\nasync def unrelated" in definitions(MODULE, ["unrelated"], known=set())


def test_what_is_not_there_has_no_definition() -> None:
    assert definitions(MODULE, ["Other"], known=set()) == ""
