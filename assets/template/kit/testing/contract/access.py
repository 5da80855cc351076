"""Who may do what."""

from collections.abc import Iterator
from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.routes import Route, ask, is_closed, is_of_rows, missing, routes
from kit.testing.contract.rows import Rows

SUCCESS = (200, 201, 204)
LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"cursor": ""},
    {"exact_total": True},
    {"created_at_ge": "2000-01-01T00:00:00Z"},
)


def may(contract: type[Declared]) -> Iterator[tuple[Route, Any]]:
    """Each closed route, and the role that is enough for it."""
    enough = dict(contract.roles)
    return (
        (route, enough[route.operation])
        for route in routes(is_closed)(contract)
        if route.operation in enough
    )


def may_not(contract: type[Declared]) -> Iterator[tuple[Route, Any]]:
    """Every other role, but for that of administrators."""
    return (
        (route, other)
        for route, role in may(contract)
        if role != contract.any_user
        for other in type(role)
        if other not in (role, contract.admin)
    )


class AccessPromises(Contract):
    @promise(route=routes(is_closed))
    async def test_no_token_is_refused(
        self, client: AsyncClient, rows: Rows, body: dict[str, Any], route: Route
    ) -> None:
        self.assert_status(await ask(client, rows, route, await rows.row(), body), 401)

    @promise(route=missing)
    async def test_there_is_nothing_else_to_do(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], route: Route
    ) -> None:
        self.assert_status(await ask(user_client, rows, route, await rows.row(), body), 404, 405)

    @promise(route=routes(lambda contract, route: not is_closed(contract, route)))
    async def test_everybody_may(
        self, client: AsyncClient, rows: Rows, body: dict[str, Any], route: Route
    ) -> None:
        self.assert_status(await ask(client, rows, route, await rows.row(), body), *SUCCESS)

    @promise(case=may)
    async def test_who_has_the_role_may(
        self,
        user_client: AsyncClient,
        user: Any,
        rows: Rows,
        body: dict[str, Any],
        case: tuple[Route, Any],
    ) -> None:
        route, user.role = case
        await rows.db.commit()

        response = await ask(user_client, rows, route, await rows.row(), body)

        self.assert_status(response, *SUCCESS)

    @promise(case=may_not)
    async def test_who_has_another_role_may_not(
        self,
        user_client: AsyncClient,
        user: Any,
        rows: Rows,
        body: dict[str, Any],
        case: tuple[Route, Any],
    ) -> None:
        route, user.role = case
        await rows.db.commit()

        response = await ask(user_client, rows, route, await rows.row(), body)

        self.assert_status(response, 403)


class OwnershipPromises(Contract):
    """Rows of a user are there for that user alone."""

    @promise("create", when=lambda contract: contract.owned)
    async def test_it_belongs_to_who_made_it(
        self, user_client: AsyncClient, user: Any, rows: Rows, body: dict[str, Any]
    ) -> None:
        made = await user_client.post(rows.url, json=body)

        assert made.json()["user_id"] == user.id

    @promise("create", when=lambda contract: contract.owned)
    async def test_nobody_makes_one_for_another(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        response = await user_client.post(rows.url, json=body | {"user_id": 4711})

        self.assert_refused(response, "user_id")

    @promise("update", when=lambda contract: contract.owned)
    async def test_nobody_gives_one_to_another(
        self, user_client: AsyncClient, user: Any, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())

        response = await user_client.patch(url, json={"user_id": user.id})

        self.assert_refused(response, "user_id")

    @promise(
        when=lambda contract: contract.owned or any(at.owned for at in contract.parents),
        route=routes(is_of_rows),
    )
    async def test_for_another_it_is_not_there(
        self, user_client: AsyncClient, admin_client: AsyncClient, rows: Rows, route: Route
    ) -> None:
        row = await rows.row()
        if route.name == "restore":
            await user_client.delete(rows.item_url(row))
        await rows.refresh(row)
        before = row.updated_at

        self.assert_status(await ask(admin_client, rows, route, row, {}), 404)

        await rows.refresh(row)
        assert row.updated_at == before

    @promise(
        "list",
        when=lambda contract: contract.owned and not any(at.owned for at in contract.parents),
    )
    async def test_the_lists_of_another_are_without_it(
        self, admin_client: AsyncClient, rows: Rows
    ) -> None:
        await rows.row()

        for params in LISTS if self.has_times else LISTS[:-1]:
            page = (await admin_client.get(rows.url, params=params)).json()

            assert page["items"] == [], params
            assert not page["total"], params
