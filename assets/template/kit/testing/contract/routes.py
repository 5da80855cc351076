"""The routes of a resource, and requests to them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from httpx2 import AsyncClient, Response

from kit.testing.contract.promises import OPERATIONS, Declared
from kit.testing.contract.rows import Rows, json_id


class Route(NamedTuple):
    """`operation` is the one whose permission it needs; `path` stands behind the list's URL."""

    name: str
    operation: str
    method: str
    path: str = ""


ROUTES = (
    Route("list", "list", "GET"),
    Route("create", "create", "POST"),
    Route("get", "get", "GET", "/{id}"),
    Route("update", "update", "PATCH", "/{id}"),
    Route("delete", "delete", "DELETE", "/{id}"),
    Route("restore", "delete", "POST", "/{id}/restore"),
    Route("export", "list", "GET", "/export"),
    Route("bulk-create", "create", "POST", "/bulk"),
    Route("bulk-update", "update", "PATCH", "/bulk"),
    Route("bulk-delete", "delete", "DELETE", "/bulk"),
)
OF_ROWS = ("get", "update", "delete", "restore", "bulk-update", "bulk-delete")


def routes(
    condition: Callable[[type[Declared], Route], bool] = lambda *_: True,
) -> Callable[[type[Declared]], Iterator[Route]]:
    return lambda contract: (
        route for route in ROUTES if _has(contract, route) and condition(contract, route)
    )


def is_closed(contract: type[Declared], route: Route) -> bool:
    """Whether it needs somebody who is signed in."""
    return route.operation not in contract.public


def is_of_rows(_: type[Declared], route: Route) -> bool:
    return route.name in OF_ROWS


def missing(contract: type[Declared]) -> Iterator[Route]:
    """Operations that the resource does not have."""
    return (
        route
        for route in ROUTES
        if route.name in OPERATIONS and route.name not in contract.operations
    )


def _has(contract: type[Declared], route: Route) -> bool:
    extra = {
        "restore": contract.soft_delete,
        "export": bool(contract.export),
        **{f"bulk-{name}": contract.bulk for name in OPERATIONS},
    }
    return route.operation in contract.operations and extra.get(route.name, True)


async def ask(
    client: AsyncClient, rows: Rows, route: Route, row: Any, body: dict[str, Any]
) -> Response:
    """A request that does what the route is for."""
    options: dict[str, Any] = {}
    match route.name:
        case "create":
            options["json"] = body
        case "update":
            options["json"] = {}
        case "bulk-create":
            options["json"] = {"items": [body]}
        case "bulk-update":
            options["json"] = {"items": [{"id": json_id(row)}]}
        case "bulk-delete":
            options["params"] = {"id": json_id(row)}
    url = f"{rows.url}{route.path.format(id=row.id)}"
    return await client.request(route.method, url, **options)
