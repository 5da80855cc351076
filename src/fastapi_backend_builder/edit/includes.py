"""Every use of `include_router` in a file: on what, of what, and when it runs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

import libcst as cst

from fastapi_backend_builder.edit.names import Names, dotted, small_statements
from fastapi_backend_builder.edit.source import Source, Statement

_Loop = tuple[cst.BaseExpression, cst.BaseExpression]
_Comprehension = cst.ListComp | cst.SetComp | cst.GeneratorExp


class Reach(Enum):
    """When an include runs, as far as the text tells."""

    DIRECT = auto()
    LOOP = auto()
    GUARDED = auto()
    DEFERRED = auto()


@dataclass(frozen=True, slots=True)
class Include:
    """One `receiver.include_router(argument)`; no argument when the method is only named."""

    node: cst.CSTNode
    receiver: str | None
    argument: cst.BaseExpression | None
    targets: frozenset[str]
    reach: Reach
    statement: Statement


def find_includes(source: Source, names: Names) -> list[Include]:
    return [
        include
        for statement in source.statements
        for include in _walk(statement, _Surroundings(names, statement))
    ]


def literal(names: Names, node: cst.BaseExpression) -> cst.List | cst.Tuple | None:
    """The list or tuple that an expression is, or that a global name stands for."""
    value = names.values.get(node.value) if isinstance(node, cst.Name) else node
    return value if isinstance(value, cst.List | cst.Tuple) else None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands around a node, from its top-level statement inwards."""

    names: Names
    statement: Statement
    deferred: bool = False
    loops: tuple[_Loop, ...] = ()

    def within(self, node: cst.CSTNode) -> "_Surroundings":
        loop = _loop(node)
        return replace(
            self,
            deferred=self.deferred or _defers(node),
            loops=(*self.loops, loop) if loop else self.loops,
        )


def _walk(node: cst.CSTNode, around: _Surroundings) -> Iterator[Include]:
    children = node.children
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="include_router"), value=owner)):
            yield _called(node, owner, around)
            children = [owner, *node.args]
        case cst.Attribute(attr=cst.Name(value="include_router"), value=owner):
            receiver, statement = dotted(owner), around.statement
            yield Include(node, receiver, None, frozenset(), Reach.DEFERRED, statement)
    for child in children:
        yield from _walk(child, around.within(node))


def _called(call: cst.Call, owner: cst.BaseExpression, around: _Surroundings) -> Include:
    argument = _router_argument(call)
    targets = frozenset(_targets(argument, around)) if argument else frozenset[str]()
    return Include(call, dotted(owner), argument, targets, _reach(call, around), around.statement)


def _reach(call: cst.Call, around: _Surroundings) -> Reach:
    if around.deferred:
        return Reach.DEFERRED
    if any(isinstance(s, cst.Expr) and s.value is call for s in small_statements(around.statement)):
        return Reach.DIRECT
    return Reach.LOOP if around.loops else Reach.GUARDED


def _targets(argument: cst.BaseExpression, around: _Surroundings) -> Iterator[str]:
    root, dot, rest = (dotted(argument) or "").partition(".")
    for target, iterable in around.loops:
        if dotted(target) == root and (items := literal(around.names, iterable)):
            for item in items.elements:
                for path in around.names.paths(item.value):
                    yield path + dot + rest
            return
    yield from around.names.paths(argument)


def _defers(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.FunctionDef | cst.Lambda | cst.BaseComp)


def _loop(node: cst.CSTNode) -> _Loop | None:
    if isinstance(node, cst.For):
        return node.target, node.iter
    if isinstance(node, _Comprehension):
        return node.for_in.target, node.for_in.iter
    return None


def _router_argument(call: cst.Call) -> cst.BaseExpression | None:
    for index, arg in enumerate(call.args):
        if (arg.keyword is None and index == 0) or (arg.keyword and arg.keyword.value == "router"):
            return arg.value
    return None
