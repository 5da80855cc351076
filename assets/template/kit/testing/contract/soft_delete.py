"""Rows that can be restored after they are deleted."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id, json_value
from kit.testing.contract.select import any_fields, is_taken_once
from kit.testing.contract.writes import OUTDATED


def restores(contract: type[Declared]) -> bool:
    return contract.soft_delete and "delete" in contract.operations


class RestorePromises(Contract):
    @promise(when=restores)
    async def test_restored_it_is_there_again(self, user_client: AsyncClient, rows: Rows) -> None:
        row = await rows.row()
        url = rows.item_url(row)
        await user_client.delete(url)

        response = await user_client.post(f"{url}/restore")

        assert response.status_code == 200, response.text
        assert response.json()["id"] == json_id(row)
        if "get" in self.operations:
            shown = await user_client.get(url)
            assert shown.json() == response.json()
            assert shown.headers["etag"] == response.headers["etag"]
        assert (await user_client.delete(url)).status_code == 204

    @promise("update", when=restores)
    async def test_nobody_changes_a_deleted_one(self, user_client: AsyncClient, rows: Rows) -> None:
        url = rows.item_url(await rows.row())
        await user_client.delete(url)

        assert (await user_client.patch(url, json={})).status_code == 404

    @promise("list", when=restores, params=lambda _: ({}, {"cursor": ""}, {"exact_total": True}))
    async def test_no_list_has_a_deleted_one(
        self, user_client: AsyncClient, rows: Rows, params: dict[str, Any]
    ) -> None:
        await user_client.delete(rows.item_url(await rows.row()))

        page = (await user_client.get(rows.url, params=params)).json()

        assert page["items"] == []
        assert not page["total"]

    @promise("create", when=restores, field=any_fields(is_taken_once))
    async def test_the_values_of_a_deleted_one_are_free(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        row = await rows.row(**await rows.with_references())
        taken = json_value(row, field.name)
        await user_client.delete(rows.item_url(row))

        made = await user_client.post(rows.url, json=body | {field.name: taken})
        restored = await user_client.post(f"{rows.item_url(row)}/restore")

        assert made.status_code == 201, made.text
        self.assert_refused(restored, field.name, 409)

    @promise(when=restores)
    async def test_what_is_not_deleted_stays_as_it_is(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())

        first, second = [await user_client.post(f"{url}/restore") for _ in range(2)]

        assert first.status_code == 200, first.text
        assert first.headers["etag"] == second.headers["etag"]

    @promise(when=restores)
    async def test_who_has_seen_another_version_restores_nothing(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())
        await user_client.delete(url)

        response = await user_client.post(f"{url}/restore", headers=OUTDATED)

        assert response.status_code == 412

    @promise(when=lambda contract: restores(contract) and contract.owned)
    async def test_nobody_restores_that_of_another(
        self, user_client: AsyncClient, admin_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())
        await user_client.delete(url)

        assert (await admin_client.post(f"{url}/restore")).status_code == 404

    @promise(when=lambda contract: restores(contract) and "delete" not in contract.public)
    async def test_no_token_restores_nothing(self, client: AsyncClient, rows: Rows) -> None:
        url = rows.item_url(await rows.row())

        assert (await client.post(f"{url}/restore")).status_code == 401

    @promise(when=restores)
    async def test_an_unknown_one_is_not_restored(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = f"{rows.url}/{rows.unknown_id(await rows.row())}/restore"

        assert (await user_client.post(url)).status_code == 404
