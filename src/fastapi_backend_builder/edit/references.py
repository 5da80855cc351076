"""The ways to import a module of endpoints and name its router, in the style of a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from fastapi_backend_builder.edit.imports import TopLevelImport, add_import, add_name
from fastapi_backend_builder.edit.names import Names, dotted
from fastapi_backend_builder.edit.source import Source, Splice, Statement

# What the router of a module is called, but for one that it has beside that.
USUAL_NAME = "router"


@dataclass(frozen=True, slots=True)
class Reference:
    """An import, what it binds, and the expressions that it makes possible.

    `module` is None where only the router itself is imported. `extends` is the statement
    that takes the name; without one the import is a statement of its own.
    """

    line: str
    binds: str
    router: str
    module: str | None = None
    extends: cst.ImportFrom | None = None

    def has(self, name: str) -> bool:
        """Whether the router of that name in the module can be named."""
        return self.module is not None or name == USUAL_NAME

    def of(self, name: str) -> "Reference":
        return self if name == USUAL_NAME else replace(self, router=f"{self.module}.{name}")

    def added(self, source: Source, above: Statement, line_length: int) -> list[Splice]:
        """The splices that add the import above a statement."""
        if self.extends is None:
            return [add_import(source, self.line, above=above)]
        name = self.line.partition(" import ")[2]
        return add_name(source, self.extends, name, line_length)


def plain(package: str, module: str) -> Reference:
    return _from_package(package, module, module)


def references(
    imports: list[TopLevelImport], names: Names, package: str, module: str
) -> Iterator[Reference]:
    """References that suit the file, best first."""
    named = [found for found in imports if found.aliases]
    siblings = [found for found in named if names.absolute(found.module) == package]
    yield from _beside_modules(siblings, module)
    for found in reversed(named):
        if names.absolute(found.module).rpartition(".")[0] == package:
            yield from _beside_router(found, module)
    yield plain(package, module)
    yield _from_package(package, module, f"{module}_endpoints")


def existing(
    imports: list[TopLevelImport], names: Names, package: str, module: str
) -> Iterator[tuple[TopLevelImport, Reference]]:
    """The imports of the module, or of its router, that are there already."""
    path = f"{package}.{module}"
    for found in imports:
        for alias in found.aliases:
            bound = alias.evaluated_alias or alias.evaluated_name
            paths = names.paths_of_global(bound)
            if paths == {path}:
                yield found, Reference("", bound, f"{bound}.router", bound)
            elif paths == {f"{path}.router"}:
                yield found, Reference("", bound, bound)


def _beside_modules(siblings: list[TopLevelImport], module: str) -> Iterator[Reference]:
    if siblings:
        aliases = [alias for found in siblings for alias in found.aliases]
        bound = module + _common_suffix(aliases)
        yield _from_package(siblings[-1].module, module, bound, _extendable(siblings))


def _extendable(siblings: list[TopLevelImport]) -> cst.ImportFrom | None:
    """The statement that takes one more name, unless every name has a statement of its own."""
    singles = [found for found in siblings if len(found.aliases) == 1]
    if len(singles) == len(siblings) and (len(siblings) > 1 or _is_aliased(singles[0])):
        return None
    roomy = [f.node for f in siblings if len(f.aliases) > 1 or not _is_aliased(f)]
    return next((node for node in reversed(roomy) if isinstance(node, cst.ImportFrom)), None)


def _beside_router(found: TopLevelImport, module: str) -> Iterator[Reference]:
    parent, dot, sibling = found.module.rpartition(".")
    alias = found.aliases[0] if len(found.aliases) == 1 else None
    if alias is None:
        return
    path = f"{parent}{dot}{module}"
    if isinstance(found.node, cst.Import):
        bound = alias.evaluated_alias
        yield (
            Reference(f"import {path}", path, f"{path}.router", path)
            if bound is None
            else _as_module(path, module + _suffix(bound, sibling))
        )
    elif dotted(alias.name) == "router" and alias.asname:
        bound = module + _suffix(alias.evaluated_alias or "", sibling, default="_router")
        yield Reference(f"from {path} import router as {bound}", bound, bound)


def _as_module(path: str, bound: str) -> Reference:
    return Reference(f"import {path} as {bound}", bound, f"{bound}.router", bound)


def _from_package(
    package: str, module: str, bound: str, extends: cst.ImportFrom | None = None
) -> Reference:
    alias = "" if bound == module else f" as {bound}"
    line = f"from {package} import {module}{alias}"
    return Reference(line, bound, f"{bound}.router", bound, extends)


def _is_aliased(found: TopLevelImport) -> bool:
    return found.aliases[0].asname is not None


def _common_suffix(aliases: list[cst.ImportAlias]) -> str:
    suffixes = {_suffix(a.evaluated_alias or a.evaluated_name, a.evaluated_name) for a in aliases}
    return suffixes.pop() if len(suffixes) == 1 else ""


def _suffix(bound: str, name: str, default: str = "") -> str:
    return bound.removeprefix(name) if bound.startswith(name) else default
