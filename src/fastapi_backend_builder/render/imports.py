"""Import blocks, worked out from the names that a body of code uses."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

from fastapi_backend_builder.spec.order import by_kind, natural


def import_block(body: str, origins: Mapping[str, str], first_party: Iterable[str]) -> str:
    """The sorted imports of all names in `body` that `origins` knows the module of.

    A module that is imported itself has an empty origin.
    """
    used = _names_read(body)
    modules: dict[str, list[str]] = defaultdict(list)
    for name in used & origins.keys():
        modules[origins[name]].append(name)
    lines = [(f"import {name}", name) for name in sorted(modules.pop("", []))]
    lines += [
        (_from_line(module, modules[module]), module) for module in sorted(modules, key=natural)
    ]
    sections: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for line, module in lines:
        sections[_section(module, set(first_party))].append(line)
    return "\n\n".join("\n".join(section) for section in sections.values() if section)


def _names_read(body: str) -> set[str]:
    nodes = ast.walk(ast.parse(body))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _from_line(module: str, names: list[str]) -> str:
    return f"from {module} import {', '.join(sorted(names, key=by_kind))}"


def _section(module: str, first_party: set[str]) -> int:
    root = module.split(".", maxsplit=1)[0]
    if root in sys.stdlib_module_names:
        return 0
    return 2 if root in first_party else 1
