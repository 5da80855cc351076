"""Which names of a module stand for two things."""

import ast
import builtins
from collections import Counter
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef


def bound(source: str) -> set[str]:
    """All names that the module imports or gives to something, at any depth."""
    return {name for node in ast.walk(ast.parse(source)) for name in _own(node)}


def clashes(source: str) -> set[str]:
    module = ast.parse(source)
    counts = Counter(name for node in _statements(module) for name in _own(node))
    found = {name for name, count in counts.items() if count > 1}
    fixtures = {node.name for node in module.body if isinstance(node, Function) and _fixture(node)}
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                local = {
                    name for child in ast.walk(node) if child is not node for name in _own(child)
                }
                found |= local & counts.keys() - fixtures
            case ast.ClassDef():
                found |= _hidden(node, {*counts, *dir(builtins)})
    return found


def attributes(node: ast.ClassDef) -> Counter[str]:
    return Counter(name for child in _statements(node) for name in _own(child))


def _hidden(node: ast.ClassDef, outer: set[str]) -> set[str]:
    """What an attribute hides from the body of its class, and what is defined there twice."""
    found = attributes(node)
    read = {
        child.id
        for statement in node.body
        if not isinstance(statement, Function)
        for child in ast.walk(statement)
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load)
    }
    twice = {name for name, count in found.items() if count > 1}
    return twice | (found.keys() & read & outer)


def _statements(node: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    """Those of the body, also in an `if`, and what they assign to."""
    for statement in node.body:
        yield statement
        match statement:
            case ast.If(body=body):
                yield from body
            case ast.Assign(targets=targets):
                yield from targets
            case ast.AnnAssign(target=target):
                yield target


def _own(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            yield name


def _fixture(node: Function) -> bool:
    return any(
        ast.unparse(decorator).startswith("pytest.fixture") for decorator in node.decorator_list
    )
