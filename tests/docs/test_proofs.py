"""The table of proofs has every row, and the tests that it names are there and run."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docs.test_facts import code, rows

REPOSITORY = Path(__file__).parents[2]
TEMPLATE = REPOSITORY / "assets/template"
OURS = ("e2e/", "kit/", "template/")
IDS = [*(f"{number:02}" for number in range(1, 32)), "31b", *map(str, range(32, 57)), "59", "60"]


@pytest.fixture
def table(document: Callable[[str], Any]) -> list[list[str]]:
    _, *proofs = rows(document("docs/proofs.md").text)
    return proofs


def test_it_has_every_row_once_and_in_order(table: list[list[str]]) -> None:
    assert [row[0] for row in table] == IDS


def test_every_row_names_tests(table: list[list[str]]) -> None:
    assert not [row[0] for row in table if not code(row[-1])]


def test_every_test_that_is_named_is_there_and_runs(table: list[list[str]]) -> None:
    strays = [(row[0], name) for row in table for name in named(row[-1]) if not runs(name)]
    assert not strays


def named(cell: str) -> Iterator[str]:
    """Whole names: one that begins with :: is in the file of the one before."""
    file = ""
    for name in code(cell):
        file = name.partition("::")[0] or file
        yield file + name[name.index("::") :] if "::" in name else name


def runs(name: str) -> bool:
    file, _, test = name.partition("::")
    if file == "generated":
        return test in promises()
    path = (REPOSITORY if file.startswith(OURS) else TEMPLATE) / "tests" / file
    return path.is_file() and test in {"", *found_in(ast.parse(path.read_text()).body)}


@cache
def promises() -> set[str]:
    """The tests that every resource has."""
    sources = (TEMPLATE / "kit/testing/contract").glob("*.py")
    found = (name for path in sources for name in found_in(ast.parse(path.read_text()).body))
    return {name.rpartition("::")[2] for name in found}


def found_in(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    """The names of tests and of classes of tests, but for those that are skipped."""
    if any(is_skipped(node) for node in body if isinstance(node, ast.Assign)):
        return
    for node in body:
        match node:
            case ast.ClassDef(name=name, body=members) if not is_skipped(*node.decorator_list):
                yield from [name, *found_in(members, f"{name}::")]
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test_") and not is_skipped(*node.decorator_list):
                    yield within + name


def is_skipped(*marks: ast.AST) -> bool:
    return any("mark.skip" in (text := ast.unparse(mark)) or "mark.xfail" in text for mark in marks)
