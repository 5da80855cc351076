"""The names of a module: which ones it binds, and the statements that define some of them."""

import ast
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache


@lru_cache(maxsize=64)
def bound_names(text: str) -> frozenset[str] | None:
    """What a module binds when it runs, `*` for what it cannot tell; None if it does not parse."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    return frozenset(name for statement in module.body for name in _bound_by(statement))


def defined_names(text: str) -> frozenset[str]:
    """What a module binds and does not import."""
    body = [] if bound_names(text) is None else ast.parse(text).body
    others = (node for node in body if not isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset(name for node in others for name in _bound_by(node)) - {"*"}


def definitions(text: str, names: Iterable[str], known: Set[str]) -> str:
    """The statements that define the names, and all they need that is not known, as a module."""
    module = ast.parse(text)
    makers = {name: node for node in module.body for name in _bound_by(node)}
    wanted, open_names = set[str](), list(names)
    while open_names:
        name = open_names.pop()
        if name in makers and name not in wanted:
            wanted.add(name)
            open_names += _used_by(makers[name]) - known
    imports = [line for node in module.body for line in _import_lines(node, wanted)]
    lines = text.splitlines()
    others = [
        "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
        for node in module.body
        if not isinstance(node, ast.Import | ast.ImportFrom) and wanted & set(_bound_by(node))
    ]
    parts = ["\n".join(imports), *others] if imports else others
    return "\n\n\n".join(parts) + "\n" if parts else ""


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield "*" if name == "__getattr__" else name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return
        case ast.If(
            test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"), orelse=orelse
        ):
            yield from (name for statement in orelse for name in _bound_by(statement))
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bound_by(child)


def _used_by(statement: ast.stmt) -> set[str]:
    """The names in it, also those of parameters: pytest finds fixtures by them."""
    names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}


def _import_lines(statement: ast.stmt, wanted: set[str]) -> Iterator[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [n for n in statement.names if (n.asname or n.name.partition(".")[0]) in wanted]
        if names:
            needed = (
                ast.Import(names)
                if isinstance(statement, ast.Import)
                else ast.ImportFrom(statement.module, names, statement.level)
            )
            yield ast.unparse(needed)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])
