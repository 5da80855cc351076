"""What a class statement says about the table it maps, whether or not its file parses."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fastapi_backend_builder.spec.names import default_table_name
from fastapi_backend_builder.spec.skeleton import skeleton

_CLASS = re.compile(
    r"^class[ \t]+(\w+)[^(:\n]*(?:\(([^)]*)\))?.*\n((?:[ \t]+.*\n?|[ \t]*\n)*)", re.M
)
_CLASS_NAME = re.compile(r"^[ \t]*class[ \t]+(\w+)", re.M)
_TABLE = re.compile(r"^[ \t]+__tablename__\b[^=\n]*=[ \t]*[\"'](\w+)[\"']", re.M)
_ABSTRACT = re.compile(r"^[ \t]+__abstract__\b[^=\n]*=[ \t]*True\b", re.M)
_MAPPED = re.compile(r"^[ \t]+(\w+)[ \t]*:[ \t]*([^=\n]*\bMapped\[[^=\n]*)", re.M)


@dataclass(frozen=True, slots=True)
class ClassOutline:
    """A class at the top level; `mapped` is the annotation of each mapped attribute."""

    name: str
    bases: tuple[str, ...]
    table: str | None
    abstract: bool
    mapped: dict[str, str]


def may_map(text: str, table: str) -> bool:
    """Whether a class of the text could map the table, found out without parsing."""
    if "__tablename__" in text:
        return True
    # A plural begins as its singular does; to make it of each is slow.
    names = [name for name in _CLASS_NAME.findall(text) if name[0].lower() == table[:1]]
    return table in map(default_table_name, names)


@lru_cache(maxsize=64)
def class_outlines(text: str) -> Sequence[ClassOutline]:
    """The classes of a file; of relations that other models end in, one may stand for many."""
    try:
        module = ast.parse(skeleton(text))
    except (SyntaxError, ValueError):
        return [_outline_of_text(*match.groups(default="")) for match in _CLASS.finditer(text)]
    return [_outline(node) for node in _classes(module.body)]


def _classes(body: Iterable[ast.stmt]) -> Iterator[ast.ClassDef]:
    """Those that the module has once it runs, also under a condition."""
    for statement in body:
        match statement:
            case ast.ClassDef():
                yield statement
            case ast.If() | ast.Try():
                yield from _classes([*statement.body, *statement.orelse])
            case ast.With():
                yield from _classes(statement.body)


def _outline(node: ast.ClassDef) -> ClassOutline:
    constants = dict(_constants(node.body))
    table = constants.get("__tablename__")
    return ClassOutline(
        name=node.name,
        bases=tuple(_last_name(ast.unparse(base)) for base in node.bases),
        table=table if isinstance(table, str) else None,
        abstract=constants.get("__abstract__") is True,
        mapped=dict(_mapped(node.body)),
    )


def _outline_of_text(name: str, bases: str, body: str) -> ClassOutline:
    table = _TABLE.search(body)
    return ClassOutline(
        name=name,
        bases=tuple(_last_name(base) for base in bases.split(",") if base.strip()),
        table=table[1] if table else None,
        abstract=_ABSTRACT.search(body) is not None,
        mapped={match[1]: match[2].strip() for match in _MAPPED.finditer(body)},
    )


def _constants(body: Iterable[ast.stmt]) -> Iterator[tuple[str, object]]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                yield name, value


def _mapped(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                written = ast.unparse(annotation)
                if "Mapped[" in written:
                    yield name, written


def _last_name(expression: str) -> str:
    return expression.partition("[")[0].strip().rpartition(".")[2]
