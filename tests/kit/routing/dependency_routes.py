"""Routes with dependencies of every kind."""

import functools
from typing import Annotated, Any

import anyio.lowlevel
from fastapi import APIRouter, Depends, FastAPI, Request, Security
from fastapi.security import (
    APIKeyHeader,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
)

from tests.kit.routing.dependencies import (
    Once,
    Resource,
    Service,
    base,
    late,
    left,
    limit,
    note,
    right,
    scopes,
    sync,
    sync_generator,
    wrapped,
)
from tests.kit.routing.parity import Pair

outer, inner = Resource("outer"), Resource("inner")
Outer = Annotated[str, Depends(outer, scope="function")]
Inner = Annotated[str, Depends(inner, scope="function")]
Left = Annotated[list[str], Depends(left)]
Right = Annotated[list[str], Depends(right)]
Size = Annotated[int, Depends(limit)]
router = APIRouter(prefix="/api/v1/deps", dependencies=[Depends(limit)])


@router.get("/order", dependencies=[Depends(right), Depends(base)])
async def order(request: Request, two: Right, one: Left, size: Size) -> Any:
    note(request, "endpoint")
    return [one, two, size]


@router.get("/generators", dependencies=[Depends(outer, scope="function")])
async def generators(request: Request, i: Inner, o: Outer, one: Left) -> Any:
    note(request, "endpoint")
    return [i, o, one]


@router.get("/wrong", response_model=int)
async def wrong(request: Request, i: Inner) -> str:
    note(request, "endpoint")
    return i


@router.get("/callables")
async def callables(
    method: Annotated[str, Depends(Service().of)],
    decorated: Annotated[str, Depends(wrapped(base))],
) -> Any:
    return [method, decorated]


@router.get("/partial")
async def with_partial(size: Annotated[int, Depends(functools.partial(limit, size=3))]) -> int:
    return size


router.add_api_route("/decorated", wrapped(order))


@router.get("/sync")
async def with_sync(s: Annotated[str, Depends(sync)], one: Left) -> Any:
    return [s, one]


@router.get("/sync-generator")
async def with_sync_generator(
    s: Annotated[str, Depends(sync_generator, scope="function")], i: Inner
) -> Any:
    return [s, i]


@router.get("/late")
async def with_late(request: Request, value: Annotated[str, Depends(late)], i: Inner) -> Any:
    note(request, "endpoint")
    return [value, i]


@router.get("/def")
def plain(request: Request, one: Left, i: Inner) -> Any:
    note(request, "endpoint")
    return [one, i]


@router.get("/once")
async def with_once(value: Annotated[str, Depends(Once(sync))]) -> str:
    return value


@router.get("/few")
async def few(one: Annotated[list[str], Depends(left, max_concurrency=1)]) -> Any:
    return one


@router.get("/slow", dependencies=[Depends(outer, scope="function")])
async def slow(request: Request, value: Inner) -> None:
    note(request, value)
    request.app.state.endpoint_runs.set()
    await anyio.sleep_forever()


@router.get("/two-scopes")
async def two_scopes(
    read: Annotated[str, Security(base, scopes=["read"])],
    write: Annotated[str, Security(base, scopes=["write"])],
) -> list[str]:
    return [read, write]


@router.get("/scopes")
async def scoped(found: Annotated[list[str], Security(scopes, scopes=["read"])]) -> Any:
    return found


@router.get("/bearer")
async def bearer(token: Annotated[str, Depends(OAuth2PasswordBearer("token"))]) -> str:
    return token


@router.get("/basic")
async def basic(credentials: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> Any:
    return credentials


@router.get("/keys", dependencies=[Depends(HTTPBearer(auto_error=False))])
async def keys(key: Annotated[str, Depends(APIKeyHeader(name="X-Key"))]) -> str:
    return key


def build(app: FastAPI) -> None:
    app.include_router(router, dependencies=[Depends(base)])


PAIR = Pair(build)
