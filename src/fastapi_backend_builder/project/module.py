"""A file of Python at a glance: what its names are, and which routers it makes and includes."""

import ast
from collections.abc import Iterator
from functools import lru_cache

_ROUTERS = {"Router", "APIRouter"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
# What is called, on what, and with which keywords.
Include = tuple[str, ast.expr, list[ast.keyword]]


class Module:
    """Its top-level statements; empty for a file that does not parse."""

    def __init__(self, text: str) -> None:
        try:
            self._tree = ast.parse(text)
        except (SyntaxError, ValueError):
            self._tree = ast.Module([], [])
        self.imported = dict(self._imported())
        self.values = dict(self._values())

    @property
    def functions(self) -> list[Function]:
        return [node for node in self._tree.body if isinstance(node, Function)]

    @property
    def routers(self) -> dict[str, ast.Call]:
        """The calls that make routers, by the names they are given once."""
        return {
            name: value
            for name, value in self.values.items()
            if isinstance(value, ast.Call) and ast.unparse(value.func) in _ROUTERS
        }

    @property
    def includes(self) -> Iterator[Include]:
        """Every `include_router`, wherever it stands; only those at the top are certain to run."""
        for node in self._tree.body:
            for call in ast.walk(node):
                match call:
                    case ast.Call(
                        func=ast.Attribute(value=receiver, attr="include_router"),
                        args=[argument],
                        keywords=keywords,
                    ):
                        yield ast.unparse(receiver), argument, keywords

    @property
    def changes_dependencies(self) -> bool:
        """Whether it uses the dependencies of something that is there already."""
        used = (node.attr for node in ast.walk(self._tree) if isinstance(node, ast.Attribute))
        return "dependencies" in used

    @property
    def gives_dependencies(self) -> bool:
        """Whether something gets dependencies that is neither a router nor its include."""
        includes = [keyword for _, _, keywords in self.includes for keyword in keywords]
        routers = [keyword for call in self.routers.values() for keyword in call.keywords]
        known = set(map(id, [*includes, *routers]))
        given = (node for node in ast.walk(self._tree) if isinstance(node, ast.keyword))
        return any(each.arg == "dependencies" and id(each) not in known for each in given)

    @property
    def names_read(self) -> set[str]:
        return {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}

    def dotted(self, node: ast.expr) -> str:
        """The whole name of what an expression names, by its imports."""
        root, _, rest = ast.unparse(node).partition(".")
        origin = self.imported.get(root, root)
        return f"{origin}.{rest}" if rest else origin

    def _imported(self) -> Iterator[tuple[str, str]]:
        for node in self._tree.body:
            if isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    yield alias.asname or alias.name, f"{node.module}.{alias.name}"

    def _values(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self._tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield name, value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    yield name, value


@lru_cache(maxsize=64)
def read_module(text: str) -> Module:
    """The same for the same text."""
    return Module(text)
