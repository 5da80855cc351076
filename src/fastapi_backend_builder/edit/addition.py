"""What is to be added to a class, and the imports that it needs."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

GUARD = "from typing import TYPE_CHECKING"


@dataclass(frozen=True, slots=True)
class Addition:
    """A statement for the body of a class, and the imports that it needs: `from a.b import C`.

    `types` are those that type checkers alone need. `package` is that of the file.
    """

    class_name: str
    member: str
    package: str
    imports: Sequence[str] = ()
    types: Sequence[str] = ()

    @property
    def root(self) -> str:
        """The project's own package."""
        return self.package.partition(".")[0]


def parts(line: str) -> tuple[str, str]:
    """The module and the name of an import of one name."""
    match ast.parse(line).body:
        case [ast.ImportFrom(module=str(module), names=[ast.alias(name=name, asname=None)])]:
            return module, name
    raise ValueError(f"not an import of one name: {line}")


def wrapped(line: str, line_length: int) -> str:
    if len(line) <= line_length:
        return line
    head, _, name = line.rpartition(" ")
    return f"{head} (\n    {name},\n)"
