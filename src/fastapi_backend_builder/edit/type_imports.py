"""Imports that type checkers alone see, under `if TYPE_CHECKING:`."""

from collections.abc import Iterator

import libcst as cst

from fastapi_backend_builder.edit.block import Block
from fastapi_backend_builder.edit.imports import (
    TopLevelImport,
    add_name,
    import_run,
    imports_of,
    place_beside,
)
from fastapi_backend_builder.edit.names import Names
from fastapi_backend_builder.edit.places import UnclearPlaceError
from fastapi_backend_builder.edit.source import Source, Splice, Statement

_PATH = "typing.TYPE_CHECKING"


class TypeImports:
    """The blocks of `if TYPE_CHECKING:` at the top level of a file."""

    def __init__(self, source: Source, names: Names, first_party: str) -> None:
        self._source = source
        self._names = names
        self._first_party = first_party
        self._blocks = list(_blocks(source, names))
        self._imports = [
            found
            for block in self._blocks
            for statement in block.statements
            for found in imports_of(statement)
        ]

    @property
    def has_block(self) -> bool:
        return bool(self._blocks)

    def paths(self, name: str) -> set[str]:
        """What a name stands for, as these imports have it."""
        return {
            f"{self._names.absolute(found.module)}.{alias.evaluated_name}"
            for found in self._imports
            for alias in found.aliases
            if (alias.evaluated_alias or alias.evaluated_name) == name
        }

    def add(self, module: str, name: str, line: str, line_length: int) -> list[Splice]:
        """Import one name more, in the first block."""
        block = self._blocks[0]
        inside = [f for s in block.statements for f in imports_of(s)]
        for found in inside:
            node = found.node
            if isinstance(node, cst.ImportFrom) and self._takes(found, module):
                return add_name(self._source, node, name, line_length)
        if not inside:
            return [block.before(block.statements[0], line)]
        beside, is_above, is_apart = place_beside(inside, line, self._first_party)
        blank = [""] if is_apart else []
        if is_above:
            return [block.before(beside.statement, line, *blank)]
        return [block.after(beside.statement, *blank, line)]

    def first(self, line: str, above: Statement) -> list[Splice]:
        """A block of its own, below the imports."""
        run = import_run(self._source, above)
        if not run:
            raise UnclearPlaceError("there are no imports above the class")
        text = line.replace("\n", f"\n{self._source.module.default_indent}")
        indented = f"{self._source.module.default_indent}{text}".split("\n")
        return [self._source.after(run[-1].statement, "", "if TYPE_CHECKING:", *indented)]

    def _takes(self, found: TopLevelImport, module: str) -> bool:
        return bool(found.aliases) and self._names.absolute(found.module) == module


def _blocks(source: Source, names: Names) -> Iterator[Block]:
    for statement in source.statements:
        match statement:
            case cst.If(test=test, body=cst.IndentedBlock() as body) if names.paths(test) == {
                _PATH
            }:
                yield Block(source, body)
