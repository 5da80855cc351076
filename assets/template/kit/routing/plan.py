"""In which order the dependencies of an endpoint are called, and with what."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from kit.compat.fast_path import Dependant, SecurityBase
from kit.routing.given import Given
from kit.routing.parameters import Parameters, Values
from kit.routing.unusual import Unusual

Enter = Callable[[AbstractAsyncContextManager[Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """A dependency, or the endpoint. Its results are those of the calls before it, by position."""

    function: Callable[..., Any]
    parameters: Parameters
    results: tuple[tuple[str, int], ...]
    manager: Callable[..., AbstractAsyncContextManager[Any]] | None


async def run(
    calls: Sequence[Call], values: list[Values], results: list[Any], enter: Enter | None = None
) -> Any:
    """What the last one returns. `values` are the parameters of each, `results` those of before."""
    for call, arguments in zip(calls, values, strict=True):
        for name, position in call.results:
            arguments[name] = results[position]
        if call.manager and enter:
            results.append(await enter(call.manager(**arguments)))
        else:
            results.append(await call.function(**arguments))
    return results[-1]


class Plan:
    """The calls that make an answer. The last one is the endpoint's.

    The first ones are the `checks`, which are asked before anything else is.
    """

    def __init__(self, endpoint: Dependant, checks: Iterable[Dependant] = ()) -> None:
        self.calls: list[Call] = []
        self._positions: dict[tuple[object, str | None], int] = {}
        self._takes_response: list[tuple[int, str]] = []
        for check in checks:
            self._position(check)
        self.checks = tuple(self.calls)
        self._add(endpoint, _function(endpoint), self._add_dependencies(endpoint))
        self.rest = tuple(self.calls[len(self.checks) :])
        if self.rest[-1].manager or any(call.manager for call in self.checks):
            raise Unusual
        self.has_generators = any(call.manager for call in self.rest)

    def give_response(self, values: list[Values]) -> Given | None:
        """To those who take a response, one for all."""
        if not self._takes_response:
            return None
        given = Given()
        for position, name in self._takes_response:
            values[position][name] = given
        return given

    def _add_dependencies(self, dependant: Dependant) -> dict[str, int]:
        results = {}
        for dependency in dependant.dependencies:
            position = self._position(dependency)
            if dependency.name is not None:
                results[dependency.name] = position
        return results

    def _position(self, dependency: Dependant) -> int:
        function = _function(dependency)
        if dependency.body_params:
            raise Unusual
        # As FastAPI has it, these come first even if the call itself is not made again.
        results = self._add_dependencies(dependency)
        key = (dependency.call, dependency.scope)
        if dependency.use_cache and key in self._positions:
            return self._positions[key]
        position = self._add(dependency, function, results)
        self._positions.setdefault(key, position)
        return position

    def _add(
        self, dependant: Dependant, function: Callable[..., Any], results: dict[str, int]
    ) -> int:
        manager = asynccontextmanager(function) if _is_generator(function) else None
        if manager and dependant.scope != "function":
            raise Unusual
        call = Call(function, Parameters(dependant), tuple(results.items()), manager)
        self.calls.append(call)
        position = len(self.calls) - 1
        if name := dependant.response_param_name:
            self._takes_response.append((position, name))
        return position


def _function(dependant: Dependant) -> Callable[..., Any]:
    """What is called, if it is `async def` and takes nothing that FastAPI must hand to it."""
    unusual = (
        dependant.background_tasks_param_name,
        dependant.websocket_param_name,
        dependant.security_scopes_param_name,
        # A scheme reads a header, whatever scopes it is there for.
        dependant.own_oauth_scopes and not isinstance(dependant.call, SecurityBase),
        dependant.parent_oauth_scopes,
        dependant.concurrency,
    )
    function = dependant.call
    if function is None or any(unusual) or not (_is_coroutine(function) or _is_generator(function)):
        raise Unusual
    return function


def _is_coroutine(function: Callable[..., Any]) -> bool:
    return all(inspect.iscoroutinefunction(layer) for layer in _layers(function))


def _is_generator(function: Callable[..., Any]) -> bool:
    return all(inspect.isasyncgenfunction(layer) for layer in _layers(function))


def _layers(function: Callable[..., Any]) -> tuple[Any, Any]:
    """What is called, and what decorators have wrapped in it. FastAPI looks at both."""
    called = function if inspect.isroutine(function) else type(function).__call__
    return called, inspect.unwrap(called)
