"""The imports at the top level of a file, and adding to them in the order that isort keeps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from fastapi_backend_builder.edit import import_order
from fastapi_backend_builder.edit.import_order import Imported
from fastapi_backend_builder.edit.names import dotted, small_statements
from fastapi_backend_builder.edit.order import place_of_name
from fastapi_backend_builder.edit.sequence import Items, insert_item
from fastapi_backend_builder.edit.source import Source, Splice, Statement

_REST = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class TopLevelImport:
    """An import that runs whenever the file does."""

    node: cst.Import | cst.ImportFrom
    statement: Statement

    @property
    def aliases(self) -> list[cst.ImportAlias]:
        return _aliases(self.node)

    @property
    def module(self) -> str:
        """Where it imports from, as written, leading dots included."""
        if isinstance(self.node, cst.Import):
            return dotted(self.aliases[0].name) or ""
        return "." * len(self.node.relative) + (dotted(self.node.module) or "")

    @property
    def key(self) -> Imported:
        """What it is sorted by."""
        first = self.aliases[0] if self.aliases else None
        return Imported(
            self.module,
            name=first.evaluated_name if first else "*",
            aliased=first is not None and first.asname is not None,
            is_from=isinstance(self.node, cst.ImportFrom),
        )


def top_level_imports(source: Source) -> list[TopLevelImport]:
    return [found for statement in source.statements for found in imports_of(statement)]


def add_name(source: Source, node: cst.ImportFrom, name: str, line_length: int) -> list[Splice]:
    """Add a name to `from ... import a, b`: in its place when they are sorted, else last."""
    aliases = _aliases(node)
    index = place_of_name(name.partition(" ")[0], [a.evaluated_name for a in aliases])
    if _outgrows(source, node, name, line_length):
        return [_one_name_per_line(source, node, [*aliases[:index], name, *aliases[index:]])]
    return insert_item(source, Items(aliases, node.lpar), index, name)


def add_import(
    source: Source, line: str, *, above: Statement, first_party: str | None = None
) -> Splice:
    """Add a whole import statement among the last imports above a statement.

    `first_party` is the project's package, where it is not the one that is imported from.
    """
    run = import_run(source, above)
    if not run:
        return _first_import(source, line)
    beside, is_above, is_apart = place_beside(run, line, first_party)
    if is_above:
        return source.before(beside.statement, line, *([""] if is_apart else []))
    return source.after(beside.statement, *([""] if is_apart else []), line)


def place_beside(
    run: list[TopLevelImport], line: str, first_party: str | None = None
) -> tuple[TopLevelImport, bool, bool]:
    """Which import a new one stands beside, whether above it, and whether a blank line apart."""
    keys = [found.key for found in run]
    index, is_above, is_apart = import_order.place_beside(keys, parse_import(line).key, first_party)
    return run[index], is_above, is_apart


def _aliases(node: cst.Import | cst.ImportFrom) -> list[cst.ImportAlias]:
    return [] if isinstance(node.names, cst.ImportStar) else list(node.names)


def imports_of(statement: Statement) -> Iterator[TopLevelImport]:
    for small in small_statements(statement):
        if isinstance(small, cst.Import | cst.ImportFrom):
            yield TopLevelImport(small, statement)


def parse_import(line: str) -> TopLevelImport:
    return next(imports_of(cst.parse_statement(line)))


def import_run(source: Source, above: Statement) -> list[TopLevelImport]:
    """The unbroken run of imports that ends nearest above a statement."""
    run: list[TopLevelImport] = []
    for statement in reversed(source.statements[: source.index(above)]):
        found = list(imports_of(statement))
        if run and not found:
            break
        run = found + run
    return run


def _first_import(source: Source, line: str) -> Splice:
    first = source.statements[0]
    if not source.module.get_docstring():
        return source.before(first, line, "")
    follower = source.statements[1]
    blank = [] if follower.leading_lines and not follower.leading_lines[0].comment else [""]
    return source.after(first, "", line, *blank)


def _outgrows(source: Source, node: cst.ImportFrom, name: str, line_length: int) -> bool:
    """Whether the import is a line of its own that becomes too long."""
    comment = _REST.match(source.data, source.end(node))
    line = source.text(node) + f", {name}" + (comment.group().decode() if comment else "")
    whole = source.indent(source.start(node)) == "" and comment is not None
    return whole and "\n" not in line and len(line) > line_length


def _one_name_per_line(
    source: Source, node: cst.ImportFrom, names: list[cst.ImportAlias | str]
) -> Splice:
    start, end = source.start(node), source.end(node)
    comment = _REST.match(source.data, end)
    rest = comment.group() if comment else b""
    head = source.text(node).partition(" import")[0]
    texts = [name if isinstance(name, str) else source.text(name) for name in names]
    lines = [f"{source.module.default_indent}{text}," for text in texts]
    text = source.newline(end).join([f"{head} import ({rest.decode()}", *lines, ")"])
    return Splice(start, end + len(rest), text)
