"""Where in a file one more router belongs."""

from collections.abc import Iterable
from dataclasses import dataclass

import libcst as cst

from fastapi_backend_builder.edit.includes import Include, Reach, literal
from fastapi_backend_builder.edit.names import Names, assigned, dotted, small_statements
from fastapi_backend_builder.edit.order import path_key, place_for
from fastapi_backend_builder.edit.source import Source, Splice, Statement
from fastapi_backend_builder.spec.kit import KIT

_ROUTER_CLASSES = {"fastapi.APIRouter", "fastapi.routing.APIRouter", f"{KIT}.routing.Router"}


class UnclearPlaceError(Exception):
    """No place is certain to be right."""


@dataclass(frozen=True, slots=True)
class BesideStatement:
    """A call of its own, below a statement or above it."""

    statement: Statement
    receiver: str
    above: bool = False

    def splice(self, source: Source, line: str) -> Splice:
        return (source.before if self.above else source.after)(self.statement, line)


@dataclass(frozen=True, slots=True)
class InSequence:
    """One more item in the list or tuple that a loop includes."""

    statement: Statement
    sequence: cst.List | cst.Tuple
    of_modules: bool

    @property
    def bracket(self) -> cst.CSTNode | None:
        if isinstance(self.sequence, cst.List):
            return self.sequence.lbracket
        return next(iter(self.sequence.lpar), None)


Place = BesideStatement | InSequence


def find_place(
    source: Source, names: Names, includes: list[Include], package: str, module: str
) -> Place:
    """The place for one more router of a package; UnclearPlaceError when there is none."""
    receiver = _receiver(source, names, includes, package)
    here = [i for i in includes if i.receiver == receiver]
    ours = [i for i in here if _includes_part_of(i, package)]
    if direct := _reaching(ours, Reach.DIRECT):
        return _in_order(direct, receiver, f"{package}.{module}")
    if loops := _reaching(ours, Reach.LOOP) or _unknown_loops(here):
        return _place_in_loop(source, names, loops[-1], package)
    if direct := _reaching(here, Reach.DIRECT):
        return BesideStatement(direct[-1].statement, receiver)
    made = _definition(source, names, receiver)
    if guarded := _reaching(here, Reach.GUARDED):
        statements = [guarded[-1].statement, *made]
        return BesideStatement(max(statements, key=source.start), receiver)
    if deferred := here or [i for i in includes if _includes_part_of(i, package)]:
        line = source.line(deferred[-1].node)
        raise UnclearPlaceError(f"the routers are included indirectly, on line {line}")
    return BesideStatement(made[0], receiver)


def _in_order(includes: list[Include], receiver: str, module: str) -> BesideStatement:
    """Among includes in order of their modules, so that git can merge what two branches add."""
    keys = [path_key(min(include.targets).rpartition(".")[0]) for include in includes]
    index = place_for(path_key(module), keys)
    return BesideStatement(includes[max(index - 1, 0)].statement, receiver, above=index == 0)


def likely_router(names: Names, includes: list[Include]) -> str | None:
    """The name of the router that most probably takes one more; None where there is none."""
    live = [i.receiver for i in includes if i.receiver and names.is_bound(i.receiver)]
    made = [name for name, value in names.values.items() if _makes_router(names, value)]
    inside = [i.receiver for i in includes if i.receiver]
    handed_on = ["router"] if names.is_bound("router") else []
    return next(iter([*live, *made, *handed_on, *inside]), None)


def _receiver(source: Source, names: Names, includes: list[Include], package: str) -> str:
    live = [i for i in includes if i.reach is not Reach.DEFERRED and i.receiver]
    routers = {name for name, value in names.values.items() if _makes_router(names, value)}
    candidates = (
        {i.receiver for i in live if _includes_part_of(i, package)},
        {i.receiver for i in live if i.receiver in routers},
        routers,
    )
    found = next((receivers for receivers in candidates if receivers), set())
    match sorted(name for name in found if name):
        case [receiver]:
            return receiver
        case []:
            raise UnclearPlaceError(_no_router(source, includes))
        case several:
            raise UnclearPlaceError(f"it could belong to any of {', '.join(several)}")


def _no_router(source: Source, includes: list[Include]) -> str:
    if includes:
        line = source.line(includes[-1].node)
        return f"the routers are included inside a function, on line {line}"
    return "no APIRouter is made at the top level"


def _makes_router(names: Names, value: cst.BaseExpression) -> bool:
    paths = names.paths(value.func) if isinstance(value, cst.Call) else set[str]()
    return not _ROUTER_CLASSES.isdisjoint(paths)


def _includes_part_of(include: Include, package: str) -> bool:
    return any(target.startswith(f"{package}.") for target in include.targets)


def _reaching(includes: Iterable[Include], reach: Reach) -> list[Include]:
    return [include for include in includes if include.reach is reach]


def _unknown_loops(includes: Iterable[Include]) -> list[Include]:
    return [i for i in _reaching(includes, Reach.LOOP) if not i.targets]


def _definition(source: Source, names: Names, receiver: str) -> list[Statement]:
    """The statement that makes the router, if it is the only one that assigns the name."""
    return [
        statement
        for statement in source.statements
        for found in map(assigned, small_statements(statement))
        if found and found[1] is names.values.get(receiver)
    ]


def _place_in_loop(source: Source, names: Names, include: Include, package: str) -> InSequence:
    place = _plain_loop(source, names, include)
    if place and _is_uniform(names, place, package):
        return place
    line = source.line(include.node)
    raise UnclearPlaceError(
        f"the loop that includes the routers, on line {line}, is not a plain one"
    )


def _plain_loop(source: Source, names: Names, include: Include) -> InSequence | None:
    """The sequence of `for x in ...: router.include_router(x)`, or of `x.router`."""
    match include.statement:
        case cst.For(
            target=cst.Name(value=target),
            iter=iterable,
            body=cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Expr(value=call)])])
            | cst.SimpleStatementSuite(body=[cst.Expr(value=call)]),
        ) if call is include.node and _count(call, target) == 1:
            sequence = literal(names, iterable)
        case _:
            return None
    item = dotted(include.argument)
    if sequence is None or item not in (target, f"{target}.router"):
        return None
    return InSequence(_owner(source, sequence), sequence, of_modules=item != target)


def _is_uniform(names: Names, place: InSequence, package: str) -> bool:
    suffix = "" if place.of_modules else ".router"
    return bool(place.sequence.elements) and all(
        isinstance(element, cst.Element)
        and any(_is_item(path, package, suffix) for path in names.paths(element.value))
        for element in place.sequence.elements
    )


def _is_item(path: str, package: str, suffix: str) -> bool:
    name = path.removeprefix(f"{package}.").removesuffix(suffix)
    return path == f"{package}.{name}{suffix}" and name.isidentifier()


def _count(node: cst.CSTNode, name: str) -> int:
    here = isinstance(node, cst.Name) and node.value == name
    return here + sum(_count(child, name) for child in node.children)


def _owner(source: Source, sequence: cst.CSTNode) -> Statement:
    start = source.start(sequence)
    return next(s for s in source.statements if source.start(s) <= start < source.end(s))
