import pytest

from fastapi_backend_builder.apply.verify import verify
from fastapi_backend_builder.errors import BuilderError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

BROKEN_PYTHON = b"def (:\n"
BROKEN_TOML = b"[tool\n"


@pytest.mark.parametrize(
    "change",
    [
        Create("a.py", BROKEN_PYTHON, ""),
        Edit("a.py", b"a = 1\n", BROKEN_PYTHON, ""),
        Create("a.py", b"\xff", ""),
        Create("a.py", b"a = 1\0", ""),
        Create("a.toml", BROKEN_TOML, ""),
        Edit("a.toml", b"", b"\xff", ""),
    ],
    ids=lambda change: f"{type(change).__name__} {change.path}",
)
def test_a_file_that_would_not_parse_is_refused(change: Change) -> None:
    with pytest.raises(BuilderError, match=r"^a\.\w+ would not parse: \S"):
        verify(Plan("fbb", (change,)))


@pytest.mark.parametrize(
    "change",
    [
        Create("a.py", b"a = 1\r\n", ""),
        Create("a.py", b"# coding: latin-1\na = '\xe9'\n", ""),
        Create("a.py", b"a = '\\d'\n", ""),
        Create("a.py", b"def first[T](items: list[T]) -> T: ...\n", ""),
        Edit("a.py", BROKEN_PYTHON, BROKEN_PYTHON * 2, ""),
        Edit("a.toml", BROKEN_TOML, BROKEN_TOML * 2, ""),
        Delete("a.py", BROKEN_PYTHON, ""),
        Create("a.txt", BROKEN_PYTHON, ""),
    ],
    ids=[
        "CRLF",
        "declared encoding",
        "invalid escape",
        "newer syntax",
        "was broken before",
        "TOML was broken before",
        "goes away",
        "neither Python nor TOML",
    ],
)
def test_anything_else_is_let_through(change: Change) -> None:
    verify(Plan("fbb", (change,)))
