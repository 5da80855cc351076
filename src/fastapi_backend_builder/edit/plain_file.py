"""A file of Python as lines, with what Python's own parser says of its statements."""

import ast
import re

from fastapi_backend_builder.spec.skeleton import skeleton

INDENT = "    "
_REST = re.compile(r" *(?:#.*)?")
_COMMENT = re.compile(r" *#")
_CODING = re.compile(r".*\n?.*coding[:=]")
_UNUSUAL = "\t\f\v\ufeff"


class UnusualError(Exception):
    """Nothing is wrong, but more care is needed than this way of editing takes."""


class PlainFile:
    """UTF-8, without tabs, and with one kind of line end, which the last line has too."""

    def __init__(self, raw: bytes) -> None:
        text = raw.decode()
        self._newline = "\r\n" if "\r" in text else "\n"
        self.text = text = _with_plain_line_ends(text)
        is_unusual = any(character in text for character in _UNUSUAL) or _CODING.match(text)
        if is_unusual or not text.endswith("\n"):
            raise UnusualError
        self._lines = text.split("\n")
        # As the project's models are read, so that it is made once.
        self.statements = ast.parse(skeleton(text.removesuffix("\n"))).body
        self._edits: list[tuple[int, int, list[str]]] = []

    def lines_of(self, statement: ast.stmt) -> list[str]:
        return self._lines[statement.lineno - 1 : statement.end_lineno]

    def insert_below(self, statement: ast.stmt, lines: list[str], *, depth: int = 0) -> None:
        """Lines below a statement that ends its line and has no comments below."""
        end = statement.end_lineno or 0
        rest = self._lines[end - 1].encode()[statement.end_col_offset :].decode()
        if statement.col_offset != depth or not _REST.fullmatch(rest):
            raise UnusualError
        self.insert(end, lines)

    def insert(self, index: int, lines: list[str]) -> None:
        """Lines above the one of this index, which counts from 0."""
        if any(map(_COMMENT.match, self._lines[max(index - 1, 0) : index + 1])):
            raise UnusualError
        self._edits.append((index, index, lines))

    def replace(self, statement: ast.stmt, lines: list[str]) -> None:
        self._edits.append((statement.lineno - 1, statement.end_lineno or 0, lines))

    def is_blank(self, index: int) -> bool:
        return not self._lines[index].strip()

    def edited(self) -> bytes:
        """The file with all of it, in its own line ends."""
        pieces, position = list[str](), 0
        for start, end, lines in sorted(self._edits, key=lambda edit: edit[0]):
            pieces += [*self._lines[position:start], *lines]
            position = end
        return self._newline.join([*pieces, *self._lines[position:]]).encode()


def indented(text: str) -> list[str]:
    return [INDENT + line if line else "" for line in text.split("\n")]


def _with_plain_line_ends(text: str) -> str:
    returns = text.count("\r")
    if returns and not returns == text.count("\n") == text.count("\r\n"):
        raise UnusualError
    return text.replace("\r\n", "\n")
