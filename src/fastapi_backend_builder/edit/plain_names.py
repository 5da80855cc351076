"""What the global names of a usual file stand for, by the statements at its top level."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from fastapi_backend_builder.edit.plain_file import UnusualError

UNKNOWN = "?"


def paths_of_names(statements: Iterable[ast.stmt]) -> dict[str, list[str]]:
    """The dotted path of each import of a name, and `?` for what else binds it."""
    paths: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        if statement.col_offset:  # behind a semicolon
            raise UnusualError
        for name, path in _bound(statement):
            paths[name].append(path)
    return paths


def _bound(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    match statement:
        case ast.Import(names=names):
            for alias in names:
                name = alias.asname or alias.name.partition(".")[0]
                yield name, alias.name if alias.asname else name
        case ast.ImportFrom(module=str(module), names=names, level=0):
            for alias in names:
                if alias.name == "*":
                    raise UnusualError
                yield alias.asname or alias.name, f"{module}.{alias.name}"
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name, UNKNOWN
        case ast.Assign(targets=targets):
            yield from _assigned(targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _assigned([target])
        case ast.Expr() | ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=[]):
            return
        case _:
            raise UnusualError


def _assigned(targets: Iterable[ast.expr]) -> Iterator[tuple[str, str]]:
    for target in targets:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                yield node.id, UNKNOWN
