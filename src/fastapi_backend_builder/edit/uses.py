"""Where a file uses names, outside its imports."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from fastapi_backend_builder.edit.names import dotted


@dataclass(frozen=True, slots=True)
class Use:
    """A name, or the longest chain of attributes on one; perhaps an item of a collection."""

    node: cst.Name | cst.Attribute
    text: str
    collected: bool


def find_uses(node: cst.CSTNode, *, collected: bool = False) -> Iterator[Use]:
    match node:
        case cst.Import() | cst.ImportFrom():
            return
        case cst.Element(value=value):
            yield from find_uses(value, collected=True)
        case cst.DictElement(key=key, value=value):
            yield from find_uses(key)
            yield from find_uses(value, collected=True)
        case cst.Name() | cst.Attribute() if text := dotted(node):
            yield Use(node, text, collected)
        case cst.Arg(value=value) | cst.Attribute(value=value):
            yield from find_uses(value)
        case _:
            for child in node.children:
                yield from find_uses(child)
