"""Adding an attribute to a class of a usual file, without a syntax tree that keeps every byte.

LibCST is slow to load, and slow on long files; what is unusual is left to it.
"""

import ast
import re

from fastapi_backend_builder.edit.addition import Addition
from fastapi_backend_builder.edit.kinds import OTHERS, Kind, kind_of
from fastapi_backend_builder.edit.other_sides import is_other_side
from fastapi_backend_builder.edit.outcome import Applied
from fastapi_backend_builder.edit.plain_file import INDENT, PlainFile, UnusualError, indented
from fastapi_backend_builder.edit.plain_imports import PlainImports
from fastapi_backend_builder.edit.plain_relations import line_among_other_sides


def add_plainly(raw: bytes, addition: Addition, line_length: int) -> Applied | None:
    """What `add` answers where something is to be added to a usual file; else None."""
    try:
        file = PlainFile(raw)
        imports = PlainImports(file, addition, line_length)
        _add_member(file, imports.the_class(), addition.member)
        imports.add_missing()
    except (UnusualError, SyntaxError, ValueError):
        return None
    return Applied(file.edited())


def _add_member(file: PlainFile, class_: ast.ClassDef, member: str) -> None:
    ((name, kind),) = _attribute(ast.parse(member).body[0])
    if _is_special(class_) or _mentions(file, class_, name):
        raise UnusualError
    if is_other_side(member) and (line := line_among_other_sides(file, class_, name)) is not None:
        file.insert(line, indented(member))
        return
    anchor = _anchor(class_, kind)
    if anchor is None:
        raise UnusualError
    below = anchor.end_lineno or 0
    gap = [""] if kind not in dict(_attribute(anchor)).values() else []
    is_last = anchor is class_.body[-1] or file.is_blank(below)
    lines = [*gap, *indented(member), *([] if is_last else gap)]
    file.insert_below(anchor, lines, depth=len(INDENT))


def _mentions(file: PlainFile, class_: ast.ClassDef, name: str) -> bool:
    """Whether anything in the class may bind the name."""
    text = "\n".join(file.lines_of(class_))
    return name in text and re.search(rf"\b{name}\b", text) is not None


def _is_special(class_: ast.ClassDef) -> bool:
    """Whether it may be a dataclass, whose attributes are arguments."""
    bases = " ".join(map(ast.unparse, class_.bases))
    return bool(class_.decorator_list) or "Dataclass" in bases


def _anchor(class_: ast.ClassDef, kind: Kind) -> ast.stmt | None:
    """The statement below which an attribute of this kind belongs."""
    kinds = [(statement, [k for _, k in _attribute(statement)]) for statement in class_.body]
    if same := [statement for statement, found in kinds if kind in found]:
        return same[-1]
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    end = next((i for i, (s, _) in enumerate(kinds) if isinstance(s, inner)), len(kinds))
    for other in OTHERS[kind]:
        if found := [statement for statement, found in kinds[:end] if other in found]:
            return found[-1]
    return None


def _attribute(statement: ast.stmt) -> list[tuple[str, Kind]]:
    """The name and the kind of an attribute, if the statement is one."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            generic = annotation.value if isinstance(annotation, ast.Subscript) else None
            return [(name, kind_of(name, _called(value), _dotted(generic)))]
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return [(name, kind_of(name, _called(value), None))]
    return []


def _called(value: ast.expr | None) -> str | None:
    return _dotted(value.func) if isinstance(value, ast.Call) else None


def _dotted(node: ast.expr | None) -> str | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name) if owner := _dotted(value):
            return f"{owner}.{name}"
    return None
