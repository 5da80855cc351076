"""How endpoints ask for a session that answers again."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncSession

from app.dependencies import get_current_user, get_idempotent_db, get_idempotent_sync_db
from app.models.user import User
from kit.http.conditional import get_if_match, get_tagger
from kit.routing import RouteIndex
from tests.factories.user import start_session
from tests.kit.routing.parity import ask

# It has asked for the user itself, and tags say nothing of what somebody may do.
MAY_COME_LATER = {get_current_user, get_if_match, get_tagger}


def test_nobody_is_answered_again_before_it_is_clear_what_they_may_do(
    application: FastAPI,
) -> None:
    routes = iter_route_contexts(application.routes)
    dependants = [route.dependant for route in routes if hasattr(route, "dependant")]
    asked_for = [[item.call for item in dependant.dependencies] for dependant in dependants]

    for calls in asked_for:
        for session in (get_idempotent_db, get_idempotent_sync_db):
            if session in calls:
                assert set(calls[calls.index(session) + 1 :]) <= MAY_COME_LATER


async def test_they_stay_on_their_way(things: FastAPI, db: AsyncSession, user: User) -> None:
    token = (await start_session(db, user)).access_token
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}

    answer = await ask(things, "POST", "/things", json={"name": "Ada"}, headers=headers)

    assert answer.was_fast == isinstance(things.routes[0], RouteIndex)


async def test_the_document_shows_the_header(things: FastAPI) -> None:
    (parameter,) = things.openapi()["paths"]["/things"]["post"]["parameters"]

    assert (parameter["name"], parameter["in"]) == ("Idempotency-Key", "header")
    assert not parameter["required"]
