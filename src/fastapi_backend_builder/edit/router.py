"""Registering a module of endpoints in the router of an API version."""

from collections.abc import Iterator
from functools import cached_property

from libcst import BaseExpression

from fastapi_backend_builder.edit.imports import TopLevelImport, top_level_imports
from fastapi_backend_builder.edit.includes import find_includes
from fastapi_backend_builder.edit.names import Names, dotted
from fastapi_backend_builder.edit.order import path_key, place_for
from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.places import (
    BesideStatement,
    InSequence,
    UnclearPlaceError,
    find_place,
    likely_router,
)
from fastapi_backend_builder.edit.references import (
    USUAL_NAME,
    Reference,
    existing,
    plain,
    references,
)
from fastapi_backend_builder.edit.sequence import Items, insert_item
from fastapi_backend_builder.edit.source import Source, Splice, Statement, UnreadableSourceError
from fastapi_backend_builder.edit.uses import Use, find_uses
from fastapi_backend_builder.spec.kit import KIT


def register(
    raw: bytes, *, package: str, module: str, name: str = USUAL_NAME, line_length: int
) -> Outcome:
    router: str | None = "router"
    try:
        registration = _Registration(Source(raw), package, module, name)
        router = registration.router
        if registration.done:
            return AlreadyThere()
        after = registration.apply(line_length)
        if _Registration(Source(after), package, module, name).done:
            return Applied(after)
        reason = "the result would not be what was meant"
    except (UnreadableSourceError, UnclearPlaceError) as error:
        reason = str(error)
    return Cannot(reason, _snippet(package, module, name, router))


def _snippet(package: str, module: str, name: str, router: str | None) -> str:
    """What to paste; where there is no router, it is made, and closed as ours are."""
    reference = plain(package, module).of(name)
    lines, made = [reference.line], ""
    if router is None:
        app = package.partition(".")[0]
        lines += [
            f"from {app}.dependencies import SignedIn",
            f"from {KIT}.routing import Router",
        ]
        made = "router = Router(dependencies=[SignedIn])\n"
    call = f"{router or 'router'}.include_router({reference.router})"
    return "\n".join([*lines, "", f"{made}{call}\n"])


def _call(place: BesideStatement, reference: Reference) -> str:
    return f"{place.receiver}.include_router({reference.router})"


class _Registration:
    def __init__(self, source: Source, package: str, module: str, name: str) -> None:
        self._source = source
        self._package = package
        self._module = module
        self._module_path = f"{package}.{module}"
        self._name = name
        self._router_path = f"{package}.{module}.{name}"
        self._names = Names(source, home=package.rpartition(".")[0])
        self._imports = top_level_imports(source)
        self._includes = find_includes(source, self._names)

    @property
    def router(self) -> str | None:
        """What a person would include it in."""
        return likely_router(self._names, self._includes)

    @cached_property
    def _uses(self) -> list[Use]:
        return list(find_uses(self._source.module))

    @property
    def done(self) -> bool:
        """Whether the router is included, or is an item of what an include may run through."""
        if any(self._router_path in include.targets for include in self._includes):
            return True
        unknown = any(not include.targets for include in self._includes)
        return unknown and any(use.collected for use in self._uses_of_module())

    def apply(self, line_length: int) -> bytes:
        return self._source.spliced(self._missing_import(line_length) or self._new(line_length))

    def _missing_import(self, line_length: int) -> list[Splice]:
        """The import for an include that stands there without one."""
        for include in self._includes:
            argument = dotted(include.argument) or ""
            if self._module not in argument:
                continue
            for reference in self._references(include.statement):
                unbound = not self._names.is_bound(reference.binds)
                if unbound and argument == reference.router:
                    return reference.added(self._source, include.statement, line_length)
        return []

    def _new(self, line_length: int) -> list[Splice]:
        for use in self._uses_of_module():
            line = self._source.line(use.node)
            raise UnclearPlaceError(f"line {line} already uses {use.text}")
        place = find_place(self._source, self._names, self._includes, self._package, self._module)
        if isinstance(place, InSequence):
            return self._new_item(place, line_length)
        return self._new_call(place, line_length)

    def _new_call(self, place: BesideStatement, line_length: int) -> list[Splice]:
        for found, reference in self._existing():
            call = _call(place, reference)
            if self._source.is_above(found.statement, place.statement):
                return [place.splice(self._source, call)]
            return [self._source.after(found.statement, "", call)]
        reference = self._free_reference(place.statement)
        splices = reference.added(self._source, place.statement, line_length)
        return [*splices, place.splice(self._source, _call(place, reference))]

    def _new_item(self, place: InSequence, line_length: int) -> list[Splice]:
        reference, splices = self._reference_above(place.statement, line_length)
        item = reference.module if place.of_modules else reference.router
        if item is None or (place.of_modules and self._name != USUAL_NAME):
            raise UnclearPlaceError("the list there is not one of such routers")
        items = Items(place.sequence.elements, place.bracket)
        keys = [path_key(self._source.text(node)) for node in items.nodes]
        return [*splices, *insert_item(self._source, items, place_for(path_key(item), keys), item)]

    def _reference_above(
        self, statement: Statement, line_length: int
    ) -> tuple[Reference, list[Splice]]:
        for found, reference in self._existing():
            if self._source.is_above(found.statement, statement):
                return reference, []
        reference = self._free_reference(statement)
        return reference, reference.added(self._source, statement, line_length)

    def _existing(self) -> Iterator[tuple[TopLevelImport, Reference]]:
        for found, reference in existing(self._imports, self._names, self._package, self._module):
            if reference.has(self._name):
                yield found, reference.of(self._name)

    def _references(self, statement: Statement) -> Iterator[Reference]:
        above = [i for i in self._imports if self._source.is_above(i.statement, statement)]
        for reference in references(above, self._names, self._package, self._module):
            if reference.has(self._name):
                yield reference.of(self._name)

    def _free_reference(self, statement: Statement) -> Reference:
        taken = set()
        for reference in self._references(statement):
            if not self._is_taken(reference.binds):
                return reference
            taken.add(reference.binds)
        raise UnclearPlaceError(f"{' and '.join(sorted(taken))} already mean something else")

    def _is_taken(self, name: str) -> bool:
        used = any(use.text.split(".")[0] == name for use in self._uses)
        return used or bool(
            self._names.paths_of_global(name) - {self._module_path, self._router_path}
        )

    def _uses_of_module(self) -> list[Use]:
        """Uses of the module or its router that are not the argument of an include."""
        arguments: set[BaseExpression | None] = {i.argument for i in self._includes}
        return [use for use in self._uses if use.node not in arguments and self._is_ours(use)]

    def _is_ours(self, use: Use) -> bool:
        paths = self._names.paths(use.node)
        return any(
            path in (self._module_path, self._router_path)
            or path.startswith(f"{self._router_path}.")
            for path in paths
        )
