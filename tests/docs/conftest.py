"""The documents of the repository, taken apart, and projects to try them on.

A Python block begins with a comment that says what it is:

    # app/x.py         the whole of a file, which the reader makes
    # in app/x.py      definitions that replace those of the same name, or are added;
                       a class with `...` in it does so with its methods
    # from app/x.py    lines that the template has; `...` leaves some out
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = re.compile(r"# (in |from )?(\S+/\S+\.py)$")


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    document: str
    language: str
    text: str

    @property
    def header(self) -> re.Match[str] | None:
        return HEADER.match(self.text.partition("\n")[0])

    @property
    def kind(self) -> str:
        return ((self.header and self.header[1]) or "whole").strip()

    @property
    def path(self) -> str:
        assert self.header, f"{self.document}: no path on the first line of\n{self.text}"
        return self.header[2]

    @property
    def code(self) -> str:
        return self.text.partition("\n")[2].lstrip("\n")

    @property
    def commands(self) -> list[str]:
        """The command lines of a shell block, without comments, joined where they go on."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [line.split("  #")[0].strip() for line in lines if line and line[0] not in "# "]


@dataclass(frozen=True)
class Document:
    path: str

    @property
    def text(self) -> str:
        return (REPOSITORY / self.path).read_text()

    @property
    def prose(self) -> str:
        return FENCE.sub("", self.text)

    def blocks(self, *languages: str) -> list[Block]:
        found = [Block(self.path, *match.groups()) for match in FENCE.finditer(self.text)]
        return [block for block in found if block.language in languages]

    def section(self, heading: str) -> str:
        """What stands between a heading and the next one."""
        _, found, rest = self.text.partition(f"\n## {heading}\n")
        assert found, f"{self.path} has no section '{heading}'"
        return rest.partition("\n## ")[0]


@pytest.fixture
def document() -> Callable[[str], Document]:
    return Document


@pytest.fixture
def insert() -> Callable[[Path, str], None]:
    """Put the statements of a block into a file, as a reader would."""

    def insert_into(file: Path, code: str) -> None:
        imports, definitions = _split(code)
        source = file.read_text()
        for text in definitions:
            source = _with_definition(source, text)
        file.write_text(_with_imports(source, imports))

    return insert_into


def _split(code: str) -> tuple[list[str], list[str]]:
    imports: list[str] = []
    definitions: list[str] = []
    for node in ast.parse(code).body:
        kind = imports if isinstance(node, ast.Import | ast.ImportFrom) else definitions
        kind.append(_text(code, node))
    return imports, definitions


def _with_definition(source: str, text: str) -> str:
    (new,) = ast.parse(text).body
    for old in ast.parse(source).body:
        if _name(old) and _name(old) == _name(new):
            whole = _text(source, old)
            return source.replace(whole, _merged(whole, text) if _is_part(new) else text)
    return f"{source.rstrip()}\n\n\n{text}\n"


def _is_part(new: ast.stmt) -> bool:
    return isinstance(new, ast.ClassDef) and any(
        isinstance(node, ast.Expr) and ast.unparse(node) == "..." for node in new.body
    )


def _merged(old: str, new: str) -> str:
    """The old class with the methods of the new one."""
    methods = {_name(node): _text(old, node) for node in _body(old)}
    for node in _body(new):
        if name := _name(node):
            text = _text(new, node)
            known = methods.get(name)
            old = old.replace(known, text) if known else f"{old}\n\n{text}"
    return old


def _body(text: str) -> list[ast.stmt]:
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.ClassDef)
    return node.body


def _with_imports(source: str, imports: list[str]) -> str:
    body = ast.parse(source).body
    after = body[0].end_lineno or 0 if body and isinstance(body[0], ast.Expr) else 0
    lines = source.splitlines()
    return "\n".join([*lines[:after], *imports, *lines[after:]]) + "\n"


def _text(source: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _name(node: ast.stmt) -> str | None:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None
