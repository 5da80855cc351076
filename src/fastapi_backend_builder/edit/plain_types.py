"""The block of imports for type checkers in a usual file, of which there may be hundreds."""

import ast
import re

from fastapi_backend_builder.edit.import_order import Imported, place_beside
from fastapi_backend_builder.edit.plain_file import PlainFile, UnusualError, indented

# One name, on a line or where that has no room.
_IMPORT = re.compile(r"( {4}from (\w[\w.]*) import (?:(\w+)|\(\n {8}(\w+),\n {4}\))\n)")


class TypeBlock:
    """An `if TYPE_CHECKING:` that holds imports of single names, and nothing else."""

    def __init__(self, file: PlainFile, node: ast.If) -> None:
        self._file = file
        self._start = node.lineno
        self._text = "".join([f"{line}\n" for line in file.lines_of(node)[1:]])
        if _IMPORT.sub("", self._text).strip("\n"):
            raise UnusualError
        found = _IMPORT.findall(self._text)
        self._statements = [statement for statement, *_ in found]
        self._imports = [Imported(module, name or wrapped) for _, module, name, wrapped in found]

    def modules_of(self, name: str) -> set[str]:
        """Where a name comes from, to type checkers."""
        return {found.module for found in self._imports if found.name == name}

    def add(self, line: str, new: Imported, first_party: str) -> None:
        modules = self.modules_of(new.name)
        if modules == {new.module}:
            return
        if modules or any(found.module == new.module for found in self._imports):
            raise UnusualError
        index, is_above, is_apart = place_beside(self._imports, new, first_party)
        start = self._line_of(index)
        gap = [""] if is_apart else []
        if not is_above:
            end = start + self._statements[index].count("\n")
            self._file.insert(end, [*gap, *indented(line)])
        elif self._file.is_blank(start - 1):
            raise UnusualError
        else:
            self._file.insert(start, [*indented(line), *gap])

    def _line_of(self, index: int) -> int:
        """Where an import starts, counted from 0."""
        at = self._text.index(self._statements[index])
        return self._start + self._text.count("\n", 0, at)
