"""Whether a model is the one that was asked for, also when others have come to refer to it."""

import ast
from collections.abc import Iterator


def is_same_but_for_sides(current: bytes, rendered: str) -> bool:
    """Whether nothing else differs than relations that end here, and the imports for them."""
    try:
        file, wanted = ast.parse(current), ast.parse(rendered)
    except (SyntaxError, ValueError):
        return False
    names = {name for node in _classes(wanted) for name in map(_relation, node.body) if name}
    for node in _classes(file):
        node.body = [s for s in node.body if not _ends_here(s) or _relation(s) in names]
    return _code(file) == _code(wanted)


def _classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in module.body if isinstance(node, ast.ClassDef))


def _code(module: ast.Module) -> list[str]:
    imports = (ast.Import, ast.ImportFrom)
    return [
        ast.dump(node)
        for node in module.body
        if not isinstance(node, imports)
        and not (isinstance(node, ast.If) and all(isinstance(s, imports) for s in node.body))
    ]


def _relation(statement: ast.stmt) -> str | None:
    match statement:
        case ast.AnnAssign(
            target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="relationship"))
        ):
            return name
    return None


def _ends_here(statement: ast.stmt) -> bool:
    """Whether it is the other side of a relation of another model."""
    match statement:
        case ast.AnnAssign(value=ast.Call(keywords=keywords)) if _relation(statement):
            return any(keyword.arg == "passive_deletes" for keyword in keywords)
    return False
