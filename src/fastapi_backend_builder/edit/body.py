"""The body of a class: what stands in it, and where one attribute more belongs."""

import ast
from collections.abc import Iterator
from textwrap import dedent

import libcst as cst

from fastapi_backend_builder.edit.block import Block
from fastapi_backend_builder.edit.kinds import OTHERS, Kind, kind_of
from fastapi_backend_builder.edit.names import dotted, small_statements
from fastapi_backend_builder.edit.other_sides import is_other_side, place_among
from fastapi_backend_builder.edit.places import UnclearPlaceError
from fastapi_backend_builder.edit.source import Source, Splice, Statement


class Body:
    """The attributes of the one class of a name."""

    def __init__(self, source: Source, class_name: str) -> None:
        self._source = source
        self.node = _only_class(source, class_name)
        if not isinstance(self.node.body, cst.IndentedBlock):
            raise UnclearPlaceError(f"the whole of {class_name} stands on one line")
        self._block = Block(source, self.node.body)

    def missing(self, member: str) -> list[Splice]:
        """What adds the member; nothing if it is there, in whatever layout."""
        statement = cst.parse_statement(member)
        name, kind = next(_attributes(statement))
        for other in self._block.statements:
            if name in _bound(other):
                self._refuse_other(other, member, name)
                return []
        if kind is Kind.RELATIONSHIP and _is_dataclass(self.node):
            name = self.node.name.value
            raise UnclearPlaceError(f"{name} is a dataclass, which would ask for the relation")
        return [self._among_other_sides(member, name) or self._added(member, kind)]

    def _refuse_other(self, statement: Statement, member: str, name: str) -> None:
        text = dedent(self._source.module.code_for_node(statement))
        if not _is_same(text, member):
            raise UnclearPlaceError(f"{self.node.name.value} has another {name} already")

    def _among_other_sides(self, member: str, name: str) -> Splice | None:
        """What refers to the model stands in order of names, so that git can merge branches."""
        others = [s for s in self._others if is_other_side(self._source.text(s))]
        if not (others and is_other_side(member)):
            return None
        index = place_among(name, [next(_attributes(s))[0] for s in others])
        if index == 0:
            return self._block.before(others[0], member, close=True)
        return self._block.after(others[index - 1], member)

    def _added(self, member: str, kind: Kind) -> Splice:
        anchor = self._anchor(kind)
        if anchor is not None:
            return self._block.after(anchor, member, apart=kind not in _kinds(anchor))
        docstring, *others = [*self._docstring, *self._others]
        if self._docstring:
            if _is_placeholder(others):
                return self._block.instead_of(others[0], member)
            return self._block.after(docstring, member, apart=True)
        if _is_placeholder(self._others):
            return self._block.instead_of(docstring, member)
        return self._block.before(docstring, member, "")

    def _anchor(self, kind: Kind) -> Statement | None:
        """The statement below which an attribute of this kind belongs."""
        if same := [s for s in self._others if kind in _kinds(s)]:
            return same[-1]
        above_methods = []
        for statement in self._others:
            if isinstance(statement, cst.FunctionDef | cst.ClassDef):
                break
            above_methods.append(statement)
        for other in OTHERS[kind]:
            if found := [s for s in above_methods if other in _kinds(s)]:
                return found[-1]
        return None

    @property
    def _docstring(self) -> list[Statement]:
        has_one = self.node.get_docstring() is not None
        return self._block.statements[:1] if has_one else []

    @property
    def _others(self) -> list[Statement]:
        return self._block.statements[len(self._docstring) :]


def _only_class(source: Source, name: str) -> cst.ClassDef:
    found = [s for s in source.statements if isinstance(s, cst.ClassDef) and s.name.value == name]
    scope = source.scope(source.module)
    bindings = len(scope[name]) if scope is not None else 0
    if not found:
        where = "not made by a class statement at the top level" if bindings else "not in this file"
        raise UnclearPlaceError(f"{name} is {where}")
    if len(found) > 1 or bindings > 1:
        raise UnclearPlaceError(f"{name} is defined more than once")
    return found[0]


def _is_dataclass(node: cst.ClassDef) -> bool:
    marks = [d.decorator for d in node.decorators] + [base.value for base in node.bases]
    called = (mark.func if isinstance(mark, cst.Call) else mark for mark in marks)
    last = {(dotted(mark) or "").rpartition(".")[2] for mark in called}
    return bool(last & {"mapped_as_dataclass", "MappedAsDataclass"})


def _is_same(text: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))
    except SyntaxError:  # that of a newer Python
        return False


def _is_placeholder(statements: list[Statement]) -> bool:
    """Whether they are a `pass` or `...` that stands for nothing."""
    match statements:
        case [cst.SimpleStatementLine(body=[cst.Pass() | cst.Expr(value=cst.Ellipsis())])]:
            return True
    return False


def _kinds(statement: cst.CSTNode) -> set[Kind]:
    return {kind for _, kind in _attributes(statement)}


def _attributes(statement: cst.CSTNode) -> Iterator[tuple[str, Kind]]:
    for small in small_statements(statement):
        match small:
            case cst.AnnAssign(target=cst.Name(value=name), annotation=annotation, value=value):
                yield name, _kind(name, value, annotation)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
                yield name, _kind(name, value)


def _kind(
    name: str, value: cst.BaseExpression | None, annotation: cst.Annotation | None = None
) -> Kind:
    called = dotted(value.func) if isinstance(value, cst.Call) else None
    match annotation:
        case cst.Annotation(annotation=cst.Subscript(value=generic)):
            return kind_of(name, called, dotted(generic))
    return kind_of(name, called, None)


def _bound(node: cst.CSTNode) -> set[str]:
    """The names that a statement binds in the class, also on condition."""
    match node:
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            return {name.value}
        case (
            cst.AnnAssign(target=target)
            | cst.AssignTarget(target=target)
            | cst.NamedExpr(target=target)
        ):
            return _names(target)
        case cst.Lambda() | cst.BaseComp() | cst.Annotation():
            return set()
    return {name for child in node.children for name in _bound(child)}


def _names(target: cst.CSTNode) -> set[str]:
    if isinstance(target, cst.Name):
        return {target.value}
    if isinstance(target, cst.Attribute | cst.Subscript):
        return set()
    return {name for child in target.children for name in _names(child)}
