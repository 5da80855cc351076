"""The imports of a usual file: all on top, but for those that type checkers alone need."""

import ast
import re
from itertools import takewhile

from fastapi_backend_builder.edit.addition import GUARD, Addition, parts, wrapped
from fastapi_backend_builder.edit.import_order import Imported, place_beside
from fastapi_backend_builder.edit.order import place_of_name
from fastapi_backend_builder.edit.plain_file import INDENT, PlainFile, UnusualError, indented
from fastapi_backend_builder.edit.plain_names import paths_of_names
from fastapi_backend_builder.edit.plain_types import TypeBlock

_Import = ast.Import | ast.ImportFrom


class PlainImports:
    """Finds what an addition needs, and adds what is missing."""

    def __init__(self, file: PlainFile, addition: Addition, line_length: int) -> None:
        self._file = file
        self._addition = addition
        self._line_length = line_length
        body = file.statements[_has_docstring(file.statements) :]
        self._top = list(takewhile(lambda node: isinstance(node, _Import), body))
        self._rest = body[len(self._top) :]
        has_others = any(isinstance(node, _Import) for node in self._rest)
        if not self._top or has_others or _may_bind_below(file.text):
            raise UnusualError
        self._paths = paths_of_names(body)
        self._block = self._type_block()
        self._longer: dict[ast.ImportFrom, _Names] = {}
        self._is_shorter = True

    def the_class(self) -> ast.ClassDef:
        name = self._addition.class_name
        match [node for node in self._rest if isinstance(node, ast.ClassDef) and node.name == name]:
            case [node] if len(self._paths[name]) == 1:
                return node
        raise UnusualError

    def add_missing(self) -> None:
        for line in self._addition.imports:
            self._add_import(line)
        for line in self._addition.types:
            self._add_type(line)
        for node, names in self._longer.items():
            self._file.replace(node, names.lines(self._line_length))

    def _type_block(self) -> TypeBlock | None:
        match [node for node in self._rest if isinstance(node, ast.If)]:
            case []:
                return None
            case [node] if self._is_bound(*reversed(parts(GUARD))):
                block = TypeBlock(self._file, node)
                if not block.modules_of(self._addition.class_name):
                    return block
        raise UnusualError

    def _is_bound(self, name: str, module: str) -> bool:
        paths = self._paths.get(name, [])
        if set(paths) - {f"{module}.{name}"}:
            raise UnusualError
        return bool(paths)

    def _add_import(self, line: str) -> None:
        module, name = parts(line)
        if self._is_bound(name, module):
            return
        for node in self._top:
            if isinstance(node, ast.ImportFrom) and node.module == module:
                if node not in self._longer:
                    self._longer[node] = _Names(node, self._file.lines_of(node))
                self._longer[node].add(name)
                return
        self._add_statement(line, Imported(module, name))

    def _add_statement(self, line: str, new: Imported) -> None:
        """The first import of a module, and the only one of this addition."""
        if not self._is_shorter:
            raise UnusualError
        self._is_shorter = False
        keys = list(map(_key, self._top))
        index, is_above, is_apart = place_beside(keys, new, self._addition.root)
        lines, gap = wrapped(line, self._line_length).split("\n"), [""] if is_apart else []
        if is_above:
            self._file.insert(self._top[index].lineno - 1, [*lines, *gap])
        else:
            self._file.insert_below(self._top[index], [*gap, *lines])

    def _add_type(self, line: str) -> None:
        module, name = parts(line)
        if self._is_bound(name, module):
            return
        text = wrapped(line, self._line_length - len(INDENT))
        if self._block is not None:
            self._block.add(text, Imported(module, name), self._addition.root)
            return
        self._add_import(GUARD)
        self._file.insert_below(self._top[-1], ["", "if TYPE_CHECKING:", *indented(text)])


class _Names:
    """The names of an import, on one line or each on its own."""

    def __init__(self, node: ast.ImportFrom, lines: list[str]) -> None:
        self._module = str(node.module)
        self._names = list(map(ast.unparse, node.names))
        self._is_long = lines == self._on_lines
        if not self._is_long and lines != [self._line]:
            raise UnusualError

    def add(self, name: str) -> None:
        others = [other.partition(" ")[0] for other in self._names]
        self._names.insert(place_of_name(name, others), name)

    def lines(self, line_length: int) -> list[str]:
        fits = not self._is_long and len(self._line) <= line_length
        return [self._line] if fits else self._on_lines

    @property
    def _line(self) -> str:
        return f"from {self._module} import {', '.join(self._names)}"

    @property
    def _on_lines(self) -> list[str]:
        names = (f"{INDENT}{name}," for name in self._names)
        return [f"from {self._module} import (", *names, ")"]


def _may_bind_below(text: str) -> bool:
    """Whether a global name may be bound elsewhere than by a statement at the top level."""
    return ":=" in text or ("global" in text and re.search(r"\bglobal\b", text) is not None)


def _has_docstring(statements: list[ast.stmt]) -> bool:
    match statements:
        case [ast.Expr(value=ast.Constant(value=str())), *_]:
            return True
    return False


def _key(node: ast.stmt) -> Imported:
    match node:
        case ast.ImportFrom(module=str(module), names=[first, *_]):
            return Imported(module, first.name, first.asname is not None)
        case ast.Import(names=[first, *_]):
            return Imported(first.name, first.name, first.asname is not None, is_from=False)
    raise UnusualError
