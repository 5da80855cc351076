"""Adding an item to what is separated by commas: the names of an import, a list, a dict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from fastapi_backend_builder.edit.source import Source, Splice

Item = cst.ImportAlias | cst.BaseElement | cst.BaseDictElement

_TO_END_OF_LINE = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(?=[\r\n])")


@dataclass(frozen=True, slots=True)
class Items:
    """Items as they stand in a source, and the bracket that opens them, if one does."""

    nodes: Sequence[Item]
    bracket: cst.CSTNode | None


def insert_item(source: Source, items: Items, index: int, text: str) -> list[Splice]:
    """Insert one item so that it is laid out as its neighbours are."""
    if index > 0:
        return _insert_after(source, items, index - 1, text)
    if items.bracket is None:
        at = source.start(items.nodes[0])
        return [Splice(at, at, f"{text}, ")]
    return _insert_first(source, items.nodes[0], source.start(items.bracket) + 1, text)


def _insert_first(source: Source, first: Item, bracket_end: int, text: str) -> list[Splice]:
    line_end = _line_end(source, bracket_end)
    indent = source.indent(source.start(first))
    if line_end is None or indent is None:
        at = source.start(first)
        return [Splice(at, at, f"{text}, ")]
    return [Splice(line_end, line_end, f"{source.newline(line_end)}{indent}{text},")]


def _insert_after(source: Source, items: Items, index: int, text: str) -> list[Splice]:
    item = items.nodes[index]
    end, comma_end = source.end(item), _comma_end(source, item)
    indent = _indent(source, items, index)
    line_end = _line_end(source, comma_end or end)
    if items.bracket is not None and indent is not None and line_end is not None:
        on_next_line = f"{source.newline(line_end)}{indent}{text}"
        if comma_end:
            return [Splice(line_end, line_end, f"{on_next_line},")]
        return [Splice(end, end, ","), Splice(line_end, line_end, on_next_line)]
    if not _is_last(items, index):
        return [Splice(end, end, f", {text}")]
    if comma_end:
        return [Splice(comma_end, comma_end, f" {text}")]
    gap = " " if items.bracket is None or indent is None else source.newline(end) + indent
    return [Splice(end, end, f",{gap}{text}")]


def _indent(source: Source, items: Items, index: int) -> str | None:
    own = source.indent(source.start(items.nodes[index]))
    if own is not None or _is_last(items, index):
        return own
    return source.indent(source.start(items.nodes[index + 1]))


def _is_last(items: Items, index: int) -> bool:
    return index == len(items.nodes) - 1


def _comma_end(source: Source, item: Item) -> int | None:
    if not isinstance(item.comma, cst.Comma):
        return None
    before = source.module.code_for_node(item.comma.whitespace_before)
    return source.end(item) + len(before.encode()) + 1


def _line_end(source: Source, offset: int) -> int | None:
    match = _TO_END_OF_LINE.match(source.data, offset)
    return match.end() if match else None
