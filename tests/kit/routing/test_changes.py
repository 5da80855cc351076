"""What changes a route after the application was made is honoured."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.utils import get_parameterless_sub_dependant
from fastapi.routing import APIRoute, request_response

from kit.routing import RouteIndex, Router, bind_routes
from tests.kit.routing.parity import ask

PATH = "/api/v1/changed"


async def note(request: Request) -> None:
    request.app.state.events.append("noted")


async def endpoint() -> str:
    return "answer"


def direct(app: FastAPI) -> list[APIRoute]:
    app.add_api_route(PATH, endpoint)
    return [route for route in app.routes if isinstance(route, APIRoute)]


def included(router: APIRouter) -> Callable[[FastAPI], list[APIRoute]]:
    def build(app: FastAPI) -> list[APIRoute]:
        inner = type(router)()
        inner.add_api_route(PATH, endpoint)
        app.include_router(inner)
        return [route for route in inner.routes if isinstance(route, APIRoute)]

    return build


def add_dependency(route: APIRoute) -> None:
    """As `add_pagination` of fastapi-pagination does it."""
    dependency = Depends(note)
    route.dependencies.append(dependency)
    route.dependant.dependencies.append(
        get_parameterless_sub_dependant(depends=dependency, path=route.path_format)
    )
    route.app = request_response(route.get_route_handler())


Build = Callable[[FastAPI], list[APIRoute]]
BUILDS = [direct, included(APIRouter()), included(Router())]


def indexed(build: Build) -> tuple[FastAPI, list[APIRoute]]:
    app = FastAPI()
    routes = build(app)
    app.router.routes.insert(0, RouteIndex(app.routes))
    return app, routes


@pytest.mark.parametrize("build", BUILDS, ids=["direct", "APIRouter", "Router"])
async def test_before_the_first_request_it_is_bound_as_changed(build: Build) -> None:
    app, routes = indexed(build)

    for route in routes:
        add_dependency(route)
    answer = await ask(app, "GET", PATH)

    assert answer.was_fast
    assert answer.events == ["noted"]


@pytest.mark.parametrize("build", BUILDS, ids=["direct", "APIRouter", "Router"])
async def test_at_the_start_of_a_lifespan_around_ours_too(build: Build) -> None:
    app, routes = indexed(build)

    for route in routes:
        add_dependency(route)
    bind_routes(app)
    answer = await ask(app, "GET", PATH)

    assert answer.was_fast
    assert answer.events == ["noted"]


async def test_after_the_first_request_it_is_answered_by_fastapi() -> None:
    app, routes = indexed(direct)
    before = await ask(app, "GET", PATH)

    for route in routes:
        add_dependency(route)
    after = await ask(app, "GET", PATH)

    assert (before.was_fast, before.events) == (True, [])
    assert (after.was_fast, after.events) == (False, ["noted"])


async def test_another_dependant_is_too() -> None:
    app, (route,) = indexed(direct)
    await ask(app, "GET", PATH)
    other = APIRoute(PATH, endpoint, dependencies=[Depends(note)])

    route.dependant, route.app = other.dependant, other.app
    answer = await ask(app, "GET", PATH)

    assert (answer.was_fast, answer.events) == (False, ["noted"])


async def test_a_router_that_is_included_later_is_answered() -> None:
    app, _ = indexed(direct)
    await ask(app, "GET", PATH)
    later: Any = Router(prefix="/later")
    later.add_api_route(PATH, endpoint, dependencies=[Depends(note)])

    app.include_router(later)
    answer = await ask(app, "GET", f"/later{PATH}")

    assert answer.response.json() == "answer"
    assert answer.events == ["noted"]


async def test_one_that_is_bound_in_advance_is_not_bound_again() -> None:
    app, _ = indexed(direct)
    bind_routes(app)
    (index,) = (route for route in app.routes if isinstance(route, RouteIndex))
    bound = index.matches({"type": "http", "method": "GET", "path": PATH})[1]

    answer = await ask(app, "GET", PATH)

    assert bound["route"].path == PATH
    assert answer.was_fast
