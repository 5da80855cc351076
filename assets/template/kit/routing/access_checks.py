"""Who may not is refused before the body of a request is read."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request

from kit.compat.fast_path import EXIT_STACK, Dependant, solve_dependencies
from kit.routing.access import MARK


def access_checks(dependant: Dependant) -> Iterator[Dependant]:
    """The checks that an endpoint asks for, and its dependencies do."""
    for dependency in dependant.dependencies:
        if hasattr(dependency.call, MARK):
            yield dependency
        else:
            yield from access_checks(dependency)


class AccessChecks:
    """Those of one endpoint, as FastAPI asks them: `dependency_overrides` hold."""

    def __init__(self, endpoint: Dependant, provider: Any) -> None:
        self._checks = Dependant(path=endpoint.path, dependencies=list(access_checks(endpoint)))
        self._provider = provider

    async def ask(self, request: Request) -> None:
        """Raise what they raise."""
        if self._checks.dependencies:
            await solve_dependencies(
                request=request,
                dependant=self._checks,
                dependency_overrides_provider=self._provider,
                async_exit_stack=request.scope[EXIT_STACK],
                embed_body_fields=False,
            )
