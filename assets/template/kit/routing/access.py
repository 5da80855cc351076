"""Who may not is refused before the body of a request is read."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import solve_dependencies

Function = TypeVar("Function", bound=Callable[..., Any])

MARK = "is_access_check"


def access_check(function: Function) -> Function:
    """Mark a dependency that decides who may.

    It takes nothing of the body, and may be asked twice for one request: once before the body is
    read, and again by FastAPI.
    """
    setattr(function, MARK, True)
    return function


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
                async_exit_stack=request.scope["fastapi_inner_astack"],
                embed_body_fields=False,
            )
