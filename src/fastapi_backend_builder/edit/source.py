"""A parsed source file, edited by splicing text, so that no other byte can change."""

import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, Scope, ScopeProvider

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_REST_OF_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_INDENTED_COMMENTS = re.compile(rb"(?:[ \t]+#[^\r\n]*(?:\r\n|\r|\n|\Z))*")
# LibCST drops a form feed that opens a line, so it never gets to see one.
_FORM_FEEDS = re.compile(rb"(?<=\n)\f+")


class UnreadableSourceError(Exception):
    """The bytes are not Python source that can be edited without loss."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Text that replaces the bytes from `start` to `end`."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def parsed(raw: bytes) -> "Source":
    """The file as a tree; what one edit has left and looked at, the next begins with."""
    return Source(raw)


class Source:
    """A Python file: its tree, where each node stands, and what its names mean."""

    def __init__(self, raw: bytes) -> None:
        text, self._encoding = _decode(raw)
        self._form_feeds: list[Splice] = []
        self.data = _FORM_FEEDS.sub(self._set_aside, text.encode())
        # The tree is nobody else's, so LibCST need not copy it.
        self._wrapper = MetadataWrapper(_parse(self.data.decode()), unsafe_skip_copy=True)
        self._spans = self._wrapper.resolve(ByteSpanPositionProvider)

    @property
    def module(self) -> cst.Module:
        return self._wrapper.module

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements at the top level."""
        return [node for node in self.module.body if isinstance(node, Statement)]

    def index(self, statement: Statement) -> int:
        return next(i for i, other in enumerate(self.statements) if other is statement)

    def start(self, node: cst.CSTNode) -> int:
        return self._spans[node].start

    def end(self, node: cst.CSTNode) -> int:
        span = self._spans[node]
        return span.start + span.length

    def text(self, node: cst.CSTNode) -> str:
        return self.data[self.start(node) : self.end(node)].decode()

    def is_above(self, node: cst.CSTNode, other: cst.CSTNode) -> bool:
        return self.start(node) < self.start(other)

    def line(self, node: cst.CSTNode) -> int:
        """The line number, from 1."""
        return len(_NEWLINE.findall(self.data, 0, self.start(node))) + 1

    def scope(self, node: cst.CSTNode) -> Scope | None:
        return self._scopes.get(node)

    def newline(self, offset: int) -> str:
        """The newline that ends the line at `offset`, or else the one usual in the file."""
        match = _NEWLINE.search(self.data, offset)
        return match.group().decode() if match else self.module.default_newline

    def indent(self, offset: int) -> str | None:
        """The white space in front of `offset`, or None when something else stands there."""
        line = re.split(rb"[\r\n]", self.data[:offset])[-1].decode()
        return None if line.strip(" \t") else line

    def after(self, statement: Statement, *lines: str) -> Splice:
        """Lines below a top-level statement and the comments that belong to its block."""
        end = self.end(statement)
        rest = _REST_OF_LINE.match(self.data, end)
        below = _INDENTED_COMMENTS.match(self.data, rest.end() if rest else end)
        at = below.end() if below else end
        newline = self.newline(end)
        if self.data.endswith((b"\n", b"\r"), 0, at):
            return Splice(at, at, "".join(line + newline for line in lines))
        return Splice(at, at, "".join(newline + line for line in lines))

    def before(self, statement: Statement, *lines: str) -> Splice:
        """Lines above a top-level statement and the comments that sit on it."""
        at = self.start(_first_node(statement))
        for line in reversed(statement.leading_lines):
            if line.comment is None:
                break
            at -= len(self.module.code_for_node(line).encode())
        newline = self.newline(at)
        return Splice(at, at, "".join(line + newline for line in lines))

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The file with the splices made, in its own encoding."""
        pieces, position = [], 0
        for splice in sorted([*splices, *self._form_feeds], key=lambda splice: splice.start):
            pieces += [self.data[position : splice.start], splice.text.encode()]
            position = splice.end
        return b"".join([*pieces, self.data[position:]]).decode().encode(self._encoding)

    @cached_property
    def _scopes(self) -> dict[cst.CSTNode, Scope | None]:
        return dict(self._wrapper.resolve(ScopeProvider))

    def _set_aside(self, match: re.Match[bytes]) -> bytes:
        taken = sum(len(splice.text) for splice in self._form_feeds)
        at = match.start() - taken
        self._form_feeds.append(Splice(at, at, match.group().decode()))
        return b""


def _first_node(statement: Statement) -> cst.CSTNode:
    """What stands first in it: to LibCST a class starts behind its decorators."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef) and statement.decorators:
        return statement.decorators[0]
    return statement


def _decode(raw: bytes) -> tuple[str, str]:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        text = raw.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UnreadableSourceError("its encoding cannot be read") from error
    if text.encode(encoding) != raw:
        raise UnreadableSourceError(f"it cannot be written back as {encoding}")
    return text, encoding


def _parse(text: str) -> cst.Module:
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise UnreadableSourceError(f"line {error.raw_line} does not parse") from error
    if module.code != text:
        raise UnreadableSourceError("its line ends are not ones that can be kept")
    return module
