"""Where a relation goes among those of a usual file, of which there may be hundreds."""

import ast
import re
from collections.abc import Iterator

from fastapi_backend_builder.edit.other_sides import is_other_side, place_among
from fastapi_backend_builder.edit.plain_file import PlainFile, UnusualError
from fastapi_backend_builder.spec.skeleton import RELATION


def line_among_other_sides(file: PlainFile, class_: ast.ClassDef, name: str) -> int | None:
    """The index of the line above which it belongs; None where there is none like it."""
    spans = dict(_other_sides(file, class_))
    if not spans:
        return None
    starts = {span[0] for span in spans.values()}
    if any(_is_unusual(file, statement, starts) for statement in class_.body):
        raise UnusualError
    names = list(spans)
    index = place_among(name, names)
    return spans[names[0]][0] if index == 0 else spans[names[index - 1]][1]


def _other_sides(file: PlainFile, class_: ast.ClassDef) -> Iterator[tuple[str, tuple[int, int]]]:
    """The name of each, with the index of its first line and of the one below it."""
    text = "".join(f"{line}\n" for line in file.lines_of(class_))
    at = class_.lineno - 1
    position = 0
    for match in RELATION.finditer(text):
        at += text.count("\n", position, match.start())
        position = match.start()
        if is_other_side(match[0]):
            yield _name(match), (at, at + match[0].count("\n"))


def _name(match: re.Match[str]) -> str:
    return match[0].partition(":")[0].strip()


def _is_unusual(file: PlainFile, statement: ast.stmt, starts: set[int]) -> bool:
    """Whether it is such a relation in a layout of its own."""
    is_one = is_other_side("\n".join(file.lines_of(statement)))
    return is_one and statement.lineno - 1 not in starts
