"""Adding statements to a block at the top level: the body of a class, or of an `if`."""

import re
from collections.abc import Iterable

import libcst as cst

from fastapi_backend_builder.edit.source import Source, Splice, Statement

_REST_OF_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BLANK_LINE = re.compile(rb"[ \t]*[\r\n]")
_UNIT = "    "


class Block:
    """The statements that are indented below a line."""

    def __init__(self, source: Source, node: cst.IndentedBlock) -> None:
        self._source = source
        self.node = node
        self._indent = node.indent or source.module.default_indent
        indent = re.escape(self._indent.encode())
        self._comments = re.compile(rb"(?:%b[ \t]*#[^\r\n]*(?:\r\n|\r|\n|\Z))*" % indent)

    @property
    def statements(self) -> list[Statement]:
        return [node for node in self.node.body if isinstance(node, Statement)]

    def after(self, statement: Statement, *texts: str, apart: bool = False) -> Splice:
        """Statements below one of the block and its comments, perhaps with blank lines around."""
        newline = self._source.newline(self._source.end(statement))
        at = self._below_comments(self._end_of_line(self._source.end(statement)))
        followed = statement is not self.statements[-1] and not self._is_blank(at)
        lines = [
            *([""] if apart else []),
            *self._lines(texts),
            *([""] if apart and followed else []),
        ]
        if self._source.data.endswith((b"\n", b"\r"), 0, at):
            return Splice(at, at, "".join(line + newline for line in lines))
        return Splice(at, at, "".join(newline + line for line in lines))

    def before(self, statement: Statement, *texts: str, close: bool = False) -> Splice:
        """Statements above one of the block and all that stands on it, or `close` to it alone."""
        start = self._source.start(_first_node(statement))
        at = start - len((self._source.indent(start) or "").encode())
        for line in reversed(statement.leading_lines):
            if close and line.comment is None:
                break
            at = self._source.data.rfind(b"\n", 0, at - 1) + 1
        newline = self._source.newline(at)
        return Splice(at, at, "".join(line + newline for line in self._lines(texts)))

    def instead_of(self, statement: Statement, text: str) -> Splice:
        start, end = self._source.start(statement), self._source.end(statement)
        lines = self._lines([text])
        return Splice(start, end, self._source.newline(end).join(lines).removeprefix(self._indent))

    def _lines(self, texts: Iterable[str]) -> list[str]:
        """The lines of the texts in the indentation of the block."""
        lines = [line for text in texts for line in text.split("\n")]
        return [self._indented(line) if line else "" for line in lines]

    def _indented(self, line: str) -> str:
        code = line.lstrip(" ")
        depth = (len(line) - len(code)) // len(_UNIT)
        return self._indent + self._source.module.default_indent * depth + code

    def _end_of_line(self, offset: int) -> int:
        rest = _REST_OF_LINE.match(self._source.data, offset)
        return rest.end() if rest else offset

    def _below_comments(self, at: int) -> int:
        """Where comments end that stand right here, unless they sit on what follows."""
        found = self._comments.match(self._source.data, at)
        end = found.end() if found else at
        is_last = end >= self._source.end(self.statements[-1])
        return end if is_last or self._is_blank(end) else at

    def _is_blank(self, at: int) -> bool:
        return _BLANK_LINE.match(self._source.data, at) is not None


def _first_node(statement: Statement) -> cst.CSTNode:
    if isinstance(statement, cst.FunctionDef | cst.ClassDef) and statement.decorators:
        return statement.decorators[0]
    return statement
