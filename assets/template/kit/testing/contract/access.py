"""Who may do what."""

from collections.abc import Iterator
from typing import Any

from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from kit.testing.contract.promises import (
    METHODS,
    OF_ONE_ROW,
    OPERATIONS,
    Contract,
    Declared,
    promise,
)
from kit.testing.contract.rows import Rows
from kit.testing.contract.select import closed, closed_to_write

FORBIDDEN = 403
LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"cursor": ""},
    {"exact_total": True},
    {"created_at_ge": "2000-01-01T00:00:00Z"},
)
NOWHERE = (404, 405)


def may(contract: type[Declared]) -> Iterator[tuple[str, Any]]:
    return iter(contract.roles)


def may_not(contract: type[Declared]) -> Iterator[tuple[str, Any]]:
    """Every other role, but for that of administrators."""
    return (
        (operation, other)
        for operation, role in contract.roles
        if role != contract.any_user
        for other in type(role)
        if other not in (role, contract.admin)
    )


class AccessPromises(Contract):
    @promise(operation=closed)
    async def test_no_token_is_refused(
        self, client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        url = rows.url_of(operation, await rows.row())

        assert (await client.request(METHODS[operation], url)).status_code == 401

    @promise(
        operation=lambda contract: (one for one in OPERATIONS if one not in contract.operations)
    )
    async def test_there_is_nothing_else_to_do(
        self, user_client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        url = rows.url_of(operation, await rows.row())

        assert (await user_client.request(METHODS[operation], url)).status_code in NOWHERE

    @promise(operation=lambda contract: contract.public)
    async def test_everybody_may(
        self, client: AsyncClient, rows: Rows, body: dict[str, Any], operation: str
    ) -> None:
        url = rows.url_of(operation, await rows.row())

        assert (await client.request(METHODS[operation], url, json=body)).is_success

    @promise(case=may)
    async def test_who_has_the_role_may(
        self,
        user_client: AsyncClient,
        db: AsyncSession,
        user: Any,
        rows: Rows,
        body: dict[str, Any],
        case: tuple[str, Any],
    ) -> None:
        operation, user.role = case
        await db.commit()
        url = rows.url_of(operation, await rows.row())

        assert (await user_client.request(METHODS[operation], url, json=body)).is_success

    @promise(case=may_not)
    async def test_who_has_another_role_may_not(
        self,
        user_client: AsyncClient,
        db: AsyncSession,
        user: Any,
        rows: Rows,
        body: dict[str, Any],
        case: tuple[str, Any],
    ) -> None:
        operation, user.role = case
        await db.commit()
        url = rows.url_of(operation, await rows.row())

        response = await user_client.request(METHODS[operation], url, json=body)

        assert response.status_code == FORBIDDEN

    @promise(when=lambda contract: contract.bulk, operation=closed_to_write)
    async def test_no_token_is_refused_for_many(
        self, client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        response = await client.request(METHODS[operation], f"{rows.url}/bulk")

        assert response.status_code == 401


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
        operation=lambda contract: (one for one in contract.operations if one in OF_ONE_ROW),
    )
    async def test_for_another_it_is_not_there(
        self,
        admin_client: AsyncClient,
        db: AsyncSession,
        rows: Rows,
        operation: str,
    ) -> None:
        row = await rows.row()
        before = row.updated_at

        response = await admin_client.request(
            METHODS[operation], rows.item_url(row), json={} if operation == "update" else None
        )

        assert response.status_code == 404
        await db.refresh(row)
        assert row.updated_at == before

    @promise(
        "list",
        when=lambda contract: contract.owned and not any(at.owned for at in contract.parents),
        params=lambda contract: LISTS if contract.has_times else LISTS[:-1],
    )
    async def test_the_lists_of_another_are_without_it(
        self, admin_client: AsyncClient, rows: Rows, params: dict[str, Any]
    ) -> None:
        await rows.row()

        page = (await admin_client.get(rows.url, params=params)).json()

        assert page["items"] == []
        assert not page["total"]

    @promise(
        when=lambda contract: contract.owned and contract.bulk,
        operation=lambda contract: (
            one for one in ("update", "delete") if one in contract.operations
        ),
    )
    async def test_many_are_not_there_for_another(
        self, admin_client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        id = str((await rows.row()).id)
        asked: dict[str, Any] = {"params": {"id": id}}
        if operation == "update":
            asked = {"json": {"items": [{"id": int(id) if id.isdigit() else id}]}}

        response = await admin_client.request(METHODS[operation], f"{rows.url}/bulk", **asked)

        assert response.status_code == 404
