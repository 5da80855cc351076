"""Adding an attribute to a class, with the imports that it needs."""

from functools import cached_property

import libcst as cst

from fastapi_backend_builder.edit.addition import GUARD, Addition, parts, wrapped
from fastapi_backend_builder.edit.body import Body
from fastapi_backend_builder.edit.imports import add_import, add_name, top_level_imports
from fastapi_backend_builder.edit.names import Names
from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.places import UnclearPlaceError
from fastapi_backend_builder.edit.source import Source, Splice, UnreadableSourceError, parsed
from fastapi_backend_builder.edit.type_imports import TypeImports


def add(raw: bytes, addition: Addition, line_length: int) -> Outcome:
    try:
        after = _with_all(raw, addition, line_length)
    except (UnreadableSourceError, UnclearPlaceError) as error:
        return Cannot(str(error), _snippet(addition))
    return AlreadyThere() if after == raw else Applied(after)


def _with_all(raw: bytes, addition: Addition, line_length: int) -> bytes:
    # The guard of the types is a step too, the member comes with one, and at the end there is none.
    for _ in range(len(addition.imports) + len(addition.types) + 3):
        source = parsed(raw)
        splices = _missing(source, addition, line_length)
        if not splices:
            return raw
        raw = source.spliced(splices)
    raise UnclearPlaceError("the result would not be what was meant")


def _snippet(addition: Addition) -> str:
    types = [f"    {line}" for line in addition.types]
    member = "\n".join(f"    {line}" for line in addition.member.split("\n"))
    pieces = [
        "\n".join([*([GUARD] if types else []), *addition.imports]),
        "\n".join(["if TYPE_CHECKING:", *types]) if types else "",
        f"class {addition.class_name}(...):\n    ...\n{member}",
    ]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _missing(source: Source, addition: Addition, line_length: int) -> list[Splice]:
    """What is missing yet, as far as it can be added at once: the places of imports depend."""
    file = _File(source, addition, line_length)
    if splices := next(filter(None, map(file.missing_import, addition.imports)), []):
        return splices
    types = next(filter(None, map(file.missing_type, addition.types)), [])
    return [*types, *file.body.missing(addition.member)]


class _File:
    def __init__(self, source: Source, addition: Addition, line_length: int) -> None:
        self._source = source
        self._line_length = line_length
        self._root = addition.root
        self._names = Names(source, addition.package)
        self.body = Body(source, addition.class_name)

    def missing_import(self, line: str) -> list[Splice]:
        module, name = parts(line)
        if self._is_bound(name, module) and self._is_above(name):
            return []
        class_ = self.body.node
        for found in top_level_imports(self._source):
            node = found.node
            if (
                isinstance(node, cst.ImportFrom)
                and found.aliases
                and self._names.absolute(found.module) == module
                and self._source.is_above(found.statement, class_)
            ):
                return add_name(self._source, node, name, self._line_length)
        line = wrapped(line, self._line_length)
        return [add_import(self._source, line, above=class_, first_party=self._root)]

    def missing_type(self, line: str) -> list[Splice]:
        module, name = parts(line)
        known = self._types.paths(name)
        if self._is_bound(name, module) or known == {f"{module}.{name}"}:
            return []
        if known:
            raise UnclearPlaceError(f"{name} means something else there")
        line_length = self._line_length - len(self._source.module.default_indent)
        line = wrapped(line, line_length)
        if self._types.has_block:
            return self._types.add(module, name, line, line_length)
        return self.missing_import(GUARD) or self._types.first(line, self.body.node)

    @cached_property
    def _types(self) -> TypeImports:
        return TypeImports(self._source, self._names, self._root)

    def _is_above(self, name: str) -> bool:
        """Whether the class can use the name, which an import at the end of the file may bind."""
        imports = [
            found
            for found in top_level_imports(self._source)
            if name in [alias.evaluated_alias or alias.evaluated_name for alias in found.aliases]
        ]
        above = [f for f in imports if self._source.is_above(f.statement, self.body.node)]
        return bool(above) or not imports

    def _is_bound(self, name: str, module: str) -> bool:
        """Whether the name is there for what runs; UnclearPlaceError if it is that of another."""
        paths = self._names.paths_of_global(name)
        if paths - {f"{module}.{name}"}:
            raise UnclearPlaceError(f"{name} means something else there")
        return bool(paths)
