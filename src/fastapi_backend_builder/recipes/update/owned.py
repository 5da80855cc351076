"""Modules of the kit that the user took over: what is left of them in the kit."""

import ast
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath

from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.definitions import bound_names, defined_names
from fastapi_backend_builder.project.kit import FOLDER
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.spec.kit import KIT
from fastapi_backend_builder.spec.order import SortKey, by_kind

FOLDERS = (KIT, "tests")


def owned_path(project: Project, path: str) -> str:
    """Where a module goes: `kit/http/pages.py` to `app/kit/http/pages.py`."""
    return project.path(FOLDER + path.removeprefix(FOLDER))


def reexport(project: Project, path: str, owned: str) -> bytes:
    """A module of the kit that has the names of the user's one, so that every import stays."""
    text = project.text(owned)
    bound = bound_names(text) or frozenset()
    own = {name for name in defined_names(text) if not name.startswith("_")}
    names = sorted(own | _asked(project, path) & bound, key=by_kind)
    source = f'"""Yours since `fbb own`: {owned}."""\n'
    if names:
        module = _module(owned.removeprefix(project.path()), project.package)
        listed = ", ".join(f'"{name}"' for name in sorted(names, key=_exported))
        source += f"\nfrom {module} import {', '.join(names)}\n\n__all__ = [{listed}]\n"
    return format_all({path: source}, project.root)[path].encode()


def lacking(project: Project, path: str, owned: str) -> set[str]:
    """What other modules import from a module of the kit, and the user's one does not have."""
    bound = bound_names(project.text(owned))
    return set() if bound is None or "*" in bound else _asked(project, path) - bound


def _asked(project: Project, path: str) -> set[str]:
    """What the other modules of the project import from one."""
    module = _module(path)
    word = module.rpartition(".")[2]
    folders = {PurePosixPath(project.path()).parts[0], *FOLDERS}
    paths = chain.from_iterable(map(project.modules_below, sorted(folders)))
    return {
        name.name
        for text in map(project.text, paths)
        if word in text
        for node in _nodes(text)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for name in node.names
    }


def _module(path: str, package: str = "") -> str:
    """The name to import it by; the path may be that inside of a package."""
    parts = [*filter(None, (package, *PurePosixPath(path.lstrip("/")).with_suffix("").parts))]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _nodes(text: str) -> Iterable[ast.AST]:
    try:
        return ast.walk(ast.parse(text))
    except (SyntaxError, ValueError):
        return ()


def _exported(name: str) -> SortKey:
    """As ruff sorts `__all__`, where case counts."""
    return by_kind(name)[0], name


def with_absolute_imports(text: str, path: str) -> str:
    """A module that can be moved: no import in it depends on its place."""
    lines = text.splitlines(keepends=True)
    for node in _nodes(text):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = _package(path, node.level)
            line = lines[node.lineno - 1]
            start = len(line.encode()[: node.col_offset].decode())
            dots = "." * node.level
            head = line[start:].replace(dots, f"{package}." if node.module else package, 1)
            lines[node.lineno - 1] = line[:start] + head
    return "".join(lines)


def _package(path: str, level: int) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-level])


def packages_above(path: str) -> Iterator[str]:
    """The `__init__.py` of each folder that a module is in, from the outside."""
    for folder in reversed(PurePosixPath(path).parents[:-1]):
        yield f"{folder}/__init__.py"
