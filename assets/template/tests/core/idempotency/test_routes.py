"""How endpoints ask for a session that answers again."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.core.routing import RouteIndex
from app.core.security import create_access_token
from app.dependencies import get_idempotent_db
from app.models.user import User
from tests.core.routing.parity import ask


def test_nobody_is_answered_again_before_it_is_clear_what_they_may_do(
    application: FastAPI,
) -> None:
    routes = iter_route_contexts(application.routes)
    dependants = [route.dependant for route in routes if hasattr(route, "dependant")]
    asked_for = [[item.call for item in dependant.dependencies] for dependant in dependants]

    # As the last of what it depends on.
    assert not [calls for calls in asked_for if get_idempotent_db in calls[:-1]]


async def test_they_stay_on_their_way(things: FastAPI, user: User) -> None:
    headers = {"Authorization": f"Bearer {create_access_token(user.id)}", "Idempotency-Key": "one"}

    answer = await ask(things, "POST", "/things", json={"name": "Ada"}, headers=headers)

    assert answer.was_short == isinstance(things.routes[0], RouteIndex)


async def test_the_document_shows_the_header(things: FastAPI) -> None:
    (parameter,) = things.openapi()["paths"]["/things"]["post"]["parameters"]

    assert (parameter["name"], parameter["in"]) == ("Idempotency-Key", "header")
    assert not parameter["required"]
