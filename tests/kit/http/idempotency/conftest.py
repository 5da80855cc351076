from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from app.models.user import User
from kit.http.error_handlers import add_error_handlers
from kit.http.idempotency import AnsweredBefore, answer_again
from kit.routing import RouteIndex
from tests.conftest import signed_in
from tests.kit.http.idempotency.routes import include_all

ClientOf = Callable[[User], AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture(params=["short", "usual"])
def things(request: pytest.FixtureRequest, app: FastAPI) -> FastAPI:
    """An application that makes things, on either way to its endpoints."""
    things = FastAPI()
    things.state.database = app.state.database
    add_error_handlers(things)
    things.exception_handler(AnsweredBefore)(answer_again)
    include_all(things)
    if request.param == "short":
        things.router.routes.insert(0, RouteIndex(things.routes))
    return things


@pytest.fixture
def client_of(things: FastAPI) -> ClientOf:
    return lambda user: signed_in(things, user, raise_app_exceptions=False)


@pytest.fixture
async def maker(client_of: ClientOf, user: User) -> AsyncIterator[AsyncClient]:
    async with client_of(user) as client:
        yield client
