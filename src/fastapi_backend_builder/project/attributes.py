"""What a class has under a name, of its own or from its bases."""

import ast
import re
from collections.abc import Iterator, Sequence


def attribute_source(texts: Sequence[str], class_name: str, name: str) -> str | None:
    """The statement that binds the name; the class is in the first text, its bases in any."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    if not any(name in text and word.search(text) for text in texts):
        return None
    classes: dict[str, ast.ClassDef] = {}
    for text in reversed(texts):
        classes |= {node.name: node for node in _classes(text)}
    statement = next(_bindings(classes, class_name, name), None)
    return None if statement is None else ast.unparse(statement)


def _classes(text: str) -> Iterator[ast.ClassDef]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return
    yield from (node for node in body if isinstance(node, ast.ClassDef))


def _bindings(classes: dict[str, ast.ClassDef], class_name: str, name: str) -> Iterator[ast.stmt]:
    others = dict(classes)
    node = others.pop(class_name, None)  # so that a circle of bases ends
    if node is None:
        return
    yield from (statement for statement in node.body if name in _bound(statement))
    for base in node.bases:
        yield from _bindings(others, ast.unparse(base).rpartition(".")[2], name)


def _bound(node: ast.AST) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Name(id=name, ctx=ast.Store()):
            return {name}
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return set()
    return {name for child in ast.iter_child_nodes(node) for name in _bound(child)}
