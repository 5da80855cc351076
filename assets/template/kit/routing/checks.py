"""What a route asks of a request before its body is read."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from kit.compat.fast_path import included_route
from kit.routing.access_checks import AccessChecks
from kit.routing.url import UrlForms


class Checks:
    """Numbers in the URL are written as in JSON, no parameter is there twice, and who may."""

    def __init__(self, route: APIRoute) -> None:
        # What the routers around this one add is known here alone.
        included = included_route() or route
        dependant = included.dependant or route.dependant
        self._access = AccessChecks(dependant, included.dependency_overrides_provider)
        self._url = UrlForms(dependant)
        self._has_body = included.body_field is not None

    async def check(self, request: Request) -> None:
        """Raise what is wrong."""
        errors = self._url.errors(request)
        if errors or self._has_body:
            await self._access.ask(request)
        if errors:
            raise RequestValidationError(errors)
