"""What the names of a source file refer to, as absolute dotted paths."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, ImportAssignment, Scope

from fastapi_backend_builder.edit.source import Source

_TYPE_CHECKING = {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def dotted(node: cst.CSTNode | None) -> str | None:
    """`a.b.c` for a name or a chain of attributes on one, else None."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr.value}"
    return None


class Names:
    """Resolves expressions of a file that belongs to the package `home`."""

    def __init__(self, source: Source, home: str) -> None:
        self._source = source
        self._home = home
        self._imported = cache(_imported)
        self._type_only = set(_type_only_imports(source.module))
        self.values = dict(_single_values(source))

    def paths(self, node: cst.CSTNode, seen: frozenset[str] = frozenset()) -> set[str]:
        """Everything that an expression may refer to when the file runs."""
        text = dotted(node)
        scope = self._source.scope(node)
        if text is None or scope is None:
            return set()
        return {
            path
            for assignment in self._assignments(scope, text)
            for path in self._paths_of(assignment, text, seen)
        }

    def paths_of_global(self, text: str) -> set[str]:
        """Everything that a global name may refer to; a value that is no path is `?`."""
        scope = self._source.scope(self._source.module)
        found: set[str] = set()
        for assignment in self._assignments(scope, text) if scope else ():
            found |= set(self._paths_of(assignment, text, frozenset())) or {"?"}
        return found

    def is_bound(self, name: str) -> bool:
        """Whether anything binds a global name when the file runs."""
        scope = self._source.scope(self._source.module)
        return scope is not None and any(self._assignments(scope, name))

    def absolute(self, path: str) -> str:
        """A path as written in an import, with leading dots resolved."""
        dots = len(path) - len(path.lstrip("."))
        if not dots:
            return path
        parents = self._home.split(".")
        kept = parents[: len(parents) - dots + 1]
        return ".".join([*kept, path[dots:]]).rstrip(".")

    def _assignments(self, scope: Scope, text: str) -> Iterator[BaseAssignment]:
        prefix = text
        while prefix and prefix not in scope:
            prefix = prefix.rpartition(".")[0]
        for assignment in scope[prefix] if prefix else ():
            if isinstance(assignment, Assignment) and assignment.node not in self._type_only:
                yield assignment

    def _paths_of(
        self, assignment: BaseAssignment, text: str, seen: frozenset[str]
    ) -> Iterator[str]:
        if isinstance(assignment, ImportAssignment) and isinstance(assignment.node, cst.ImportFrom):
            root, dot, rest = text.partition(".")
            for path in self._imported(assignment.node)[root]:
                yield self.absolute(path) + dot + rest
        elif isinstance(assignment, ImportAssignment):
            for qualified in assignment.get_qualified_names_for(text):
                yield self.absolute(qualified.name)
        elif (value := self.values.get(assignment.name)) and assignment.name not in seen:
            for path in self.paths(value, seen | {assignment.name}):
                yield path + text.removeprefix(assignment.name)


def _imported(node: cst.ImportFrom) -> Mapping[str, set[str]]:
    """What each name of an import stands for; LibCST would go through all of them for each."""
    module = "." * len(node.relative) + (dotted(node.module) or "")
    dot = "" if module.endswith(".") else "."
    paths: dict[str, set[str]] = defaultdict(set)
    for alias in node.names if not isinstance(node.names, cst.ImportStar) else ():
        name = alias.evaluated_name
        paths[alias.evaluated_alias or name].add(f"{module}{dot}{name}")
    return paths


def assigned(statement: cst.BaseSmallStatement) -> tuple[str, cst.BaseExpression] | None:
    """The name and the value of `name = value` or `name: type = value`."""
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            return name, value
        case cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value):
            return name, value
    return None


def small_statements(statement: cst.CSTNode) -> list[cst.BaseSmallStatement]:
    """What stands between the semicolons of a line; nothing for a compound statement."""
    return list(statement.body) if isinstance(statement, cst.SimpleStatementLine) else []


def _single_values(source: Source) -> Iterator[tuple[str, cst.BaseExpression]]:
    scope = source.scope(source.module)
    for statement in source.statements:
        for found in map(assigned, small_statements(statement)):
            if found and scope is not None and len(scope[found[0]]) == 1:
                yield found


def _type_only_imports(node: cst.CSTNode, *, guarded: bool = False) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Import() | cst.ImportFrom() if guarded:
            yield node
        case cst.If(test=test, body=body, orelse=orelse):
            only = guarded or dotted(test) in _TYPE_CHECKING
            yield from _type_only_imports(body, guarded=only)
            if orelse:
                yield from _type_only_imports(orelse, guarded=guarded)
        case _:
            for child in node.children:
                yield from _type_only_imports(child, guarded=guarded)
